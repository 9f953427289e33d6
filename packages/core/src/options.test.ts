import { expect, it } from 'vitest';
import { codespace } from './backends/codespace.js';
import { createLogStream } from './log-stream.js';
import { createVirtualClock } from './testing/virtual-clock.js';

it.each([
  ['bufferLines', { bufferLines: 1_000 / 3 }, 333],
  ['history', { history: 10.5 }, 10],
])(
  '%s with a fraction is rounded down, because a server refuses to skip half a line',
  async (_name, options, lines) => {
    const clock = createVirtualClock();
    const offsets: (string | null)[] = [];
    const row = { id: '1', message: 'a', created_at: '2026-01-15T10:00:00Z' };
    const fetch = (url: string): Promise<Response> => {
      const { pathname, searchParams } = new URL(url);
      if (pathname.endsWith('/stream')) return Promise.reject(new Error('no stream in this test'));
      offsets.push(searchParams.get('offset'));
      return Promise.resolve(Response.json({ data: [row], total_count: 1_000, has_more: false }));
    };
    const source = codespace({ baseUrl: 'http://logs.test', token: 'secret' }).task('t');
    const stream = createLogStream(source, { clock, fetch: fetch as typeof globalThis.fetch, ...options });
    stream.connect();
    await clock.run(1_000);
    stream.dispose();
    expect(offsets.slice(0, 2)).toEqual(['0', String(1_000 - lines)]);
  },
);
