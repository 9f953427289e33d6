/** Where a gap begins is remembered, also over a reload: it closes only if what is read joins that place. */
import { describe, expect, it } from 'vitest';
import type { Cursor, LogSource, PageRequest } from './backends/source.js';
import type { LogStream } from './stream-types.js';
import { numbered } from './testing/numbered.js';
import { numbers } from './testing/numbers.js';
import { COUNTED, IDS, ROW_IDS, TAIL } from './testing/server-kinds.js';
import { shortReplay } from './testing/short-replay.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';

const shown = (stream: LogStream): string[] => textsOf(stream.getSnapshot().items);

describe('a log without timestamps, of which the server has dropped the first missing lines meanwhile', () => {
  it.each([
    { after: 5, meanwhile: 30 },
    { after: 400, meanwhile: 3 },
    { after: 400, meanwhile: 30 },
  ])('keeps the gap before what it still has: %o', async ({ after, meanwhile }) => {
    const last = 39 + after + meanwhile;
    const { clock, server, open } = simulateStream({ ...TAIL, ring: last - 19 });
    const write = numbered(clock, server);
    const source = shortReplay(server.source, 10, false);
    write(10);
    const stream = open({}, source);
    stream.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.cut();
    write(30);
    await clock.run(10_000);
    write(after);
    await clock.run(10_000);
    expect(shown(stream)).toEqual([...numbers(0, 9), 'gap evicted', ...numbers(30, 39 + after)]);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    write(meanwhile);
    const next = open({ resume }, source);
    next.connect();
    await clock.run(10_000);
    restDown();
    await next.fill();
    await next.fill();
    expect(shown(next)).toEqual(['gap evicted', ...numbers(20, last)]);
    next.dispose();
  });
});

describe('a gap that begins within one tick of the timestamps, whose first lines the server has dropped meanwhile', () => {
  it.each([IDS, COUNTED, ROW_IDS])('stays before what the server still has: %o', async (kind) => {
    const { clock, server, stream, open } = simulateStream({ ...kind, tick: 60_000, ring: 7 });
    const write = numbered(clock, server);
    write(3);
    stream.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.cut();
    write(3);
    await clock.run(60_000);
    write(1);
    await clock.run(1);
    expect(shown(stream)).toEqual(['0', '1', '2', 'gap outage', '6']);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const next = open({ resume });
    next.connect();
    await clock.run(1_000);
    write(4);
    await clock.run(1_000);
    restDown();
    await next.fill();
    await clock.run(60_000);
    await next.fill();
    expect(shown(next)).toEqual(['gap outage', '4', '5', '6', '7', '8', '9', '10']);
    next.dispose();
  });
});

describe('a gap within the tick in which the stream has begun', () => {
  it.each([IDS, COUNTED, ROW_IDS, TAIL])(
    'is not filled with rows from before the first line: %o',
    async (kind) => {
      const { clock, server, open } = simulateStream({ ...kind, tick: 60_000 });
      const write = numbered(clock, server);
      const source = kind === TAIL ? shortReplay(server.source, 10, true) : server.source;
      write(5);
      const stream = open({ history: 2 }, source);
      stream.connect();
      await clock.run(10_000);
      const restDown = server.refuseRows();
      server.cut();
      write(12);
      await clock.run(10_000);
      write(1);
      await clock.run(1_000);
      const resume = stream.resumeToken() as string;
      expect(shown(stream)).toContain(kind === TAIL ? 'gap evicted' : 'gap outage');
      stream.dispose();
      const next = open({ history: 2, resume }, source);
      next.connect();
      await clock.run(10_000);
      write(1);
      await clock.run(1_000);
      restDown();
      await next.fill();
      await clock.run(60_000);
      await next.fill();
      expect(shown(next)).toEqual(numbers(5, 18));
      next.dispose();
    },
  );
});

describe('a gap before the first line of a log, of which the server has dropped the first missing line meanwhile', () => {
  it.each([IDS, COUNTED, ROW_IDS])('stays, over a reload or not: %o', async (kind) => {
    const { clock, server, stream, open } = simulateStream({ ...kind, ring: 6 });
    const write = numbered(clock, server);
    stream.connect();
    await clock.run(20_000);
    const restDown = server.refuseRows();
    server.cut();
    write(3);
    await clock.run(20_000);
    write(3);
    await clock.run(1);
    expect(shown(stream)).toEqual(['gap outage', '3', '4', '5']);
    const resume = stream.resumeToken() as string;
    const next = open({ resume });
    next.connect();
    await clock.run(20_000);
    write(1);
    restDown();
    await clock.run(60_000);
    for (const one of [stream, next]) {
      await one.fill();
      expect(shown(one)).toEqual(['gap outage', ...numbers(1, 6)]);
      one.dispose();
    }
  });
});

describe('a gap before the first line of a log, of which the server has dropped all that was held, and does not say so', () => {
  it.each([IDS, COUNTED, ROW_IDS])('is not filled with newer lines: %o', async (kind) => {
    const { clock, server, open } = simulateStream({ ...kind, ring: 3 });
    const write = numbered(clock, server);
    const { catchUp } = server.source;
    const silent = (cursor: Cursor): PageRequest => {
      const request = catchUp?.(cursor) as PageRequest;
      return { ...request, decode: (body) => ({ ...request.decode(body), truncated: false }) };
    };
    const source: LogSource = Object.create(server.source, { catchUp: { value: silent } });
    const stream = open({}, source);
    stream.connect();
    await clock.run(20_000);
    const restDown = server.refuseRows();
    server.cut();
    write(3);
    await clock.run(20_000);
    write(1);
    await clock.run(1);
    expect(shown(stream)).toEqual(['gap outage', '3']);
    stream.disconnect();
    write(6);
    restDown();
    await stream.fill();
    expect(shown(stream)).toEqual(['gap outage', '3']);
    stream.connect();
    await clock.run(20_000);
    expect(shown(stream)).toEqual(['gap outage', '3', 'gap outage', '7', '8', '9']);
    stream.dispose();
  });
});

describe('a gap that is filled in part while the log is read on', () => {
  it.each([IDS, COUNTED, ROW_IDS])('stays before what the server still has: %o', async (kind) => {
    const { clock, server, stream, open } = simulateStream({ ...kind, ring: 10 }, { history: 1 });
    const write = numbered(clock, server);
    write(5);
    stream.connect();
    await clock.run(100);
    const restDown = server.refuseRows();
    server.cut();
    write(3);
    await clock.run(20_000);
    write(8);
    await clock.run(1);
    expect(shown(stream)).toEqual(['4', 'gap outage', ...numbers(8, 15)]);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    restDown();
    const next = open({ resume });
    next.connect();
    await next.fill();
    await clock.run(1_000);
    expect(shown(next)).toEqual(['gap outage', ...numbers(6, 15)]);
    next.dispose();
  });
});
