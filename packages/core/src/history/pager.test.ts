import { describe, expect, it, vi } from 'vitest';
import type { LogSource } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';
import { createLogStream } from '../log-stream.js';

const line = (n: number, stamped: boolean): DecodedLine => ({
  level: 'info',
  message: n % 3 === 0 ? 'repeated' : `line ${n}`,
  labels: {},
  raw: n,
  ...(stamped ? { timestamp: `t${n}`, time: n } : {}),
});

describe('older lines', () => {
  it.each([
    [true, true],
    [false, true],
    [false, false],
  ])('meet what is held, whether it has stamps (%s) or they do (%s)', async (live, rest) => {
    const source: LogSource = {
      backend: 'test',
      key: 'test',
      title: 'test',
      transports: [],
      identity: 'align',
      liveStart: 'tail',
      live: () => ({ url: '', token: 'none' }),
      decode: () => [],
      identify: ({ timestamp, message }) => `${timestamp} ${message}`,
      attach(sink) {
        sink.lines(Array.from({ length: 100 }, (_, n) => line(400 + n, live)));
        return () => undefined;
      },
      older: ({ newer, limit }) => ({
        url: 'http://h/older',
        token: 'none',
        expect: 'json',
        decode: () => {
          const from = Math.max(0, 500 - newer - limit);
          return {
            lines: Array.from({ length: 500 - from }, (_, n) => line(from + n, rest)),
            malformed: [],
            ...(from > 0 ? { truncated: true } : {}),
          };
        },
      }),
    };
    const fetch = vi.fn(() => Promise.resolve(Response.json({})));
    const stream = createLogStream(source, { fetch });
    stream.connect();
    while (stream.getSnapshot().history !== 'start') await stream.loadOlder(150);
    expect(stream.getSnapshot().items.map((item) => (item.kind === 'log' ? item.raw : item))).toEqual(
      Array.from({ length: 500 }, (_, n) => n),
    );
    stream.dispose();
  });
});
