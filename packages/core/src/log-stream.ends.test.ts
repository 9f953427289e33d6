/** How a log ends while lines that were missed cannot be read: it is complete once they were, or with a gap in their place. */
import { describe, expect, it } from 'vitest';
import type { LogSource } from './backends/source.js';
import { pathOf } from './testing/path-of.js';
import { IDS, TAIL } from './testing/server-kinds.js';
import type { SimulatedServerOptions } from './testing/simulated-server.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';

/** A stream that has missed a line in an outage, and is live again, while REST answers with `status`. */
async function missALine(status: number) {
  let broken = false;
  const simulated = simulateStream(IDS, {
    fetch: (input, init) =>
      broken && pathOf(input) === '/rows'
        ? Promise.resolve(new Response('no', { status }))
        : simulated.server.fetch(input, init),
  });
  const { clock, server, stream } = simulated;
  server.write('0');
  stream.connect();
  await clock.run(10_000);
  broken = true;
  server.cut();
  server.write('missed');
  await clock.run(1_000);
  expect(stream.getSnapshot().status).toBe('live');
  const mend = (): void => void (broken = false);
  return { ...simulated, mend, status: () => stream.getSnapshot().status };
}

describe('a log that ends after an outage', () => {
  it.each([
    ['while they are read', 0],
    ['after that has failed', 6_000],
  ])('is not complete before missed lines were read, if the log ends %s', async (_when, ms) => {
    const { clock, server, stream, shown, status, mend } = await missALine(503);
    await clock.run(ms);
    server.complete();
    await clock.run(20_000);
    expect(status()).not.toBe('complete');
    mend();
    await clock.run(60_000);
    expect(status()).toBe('complete');
    expect(shown()).toEqual(['0', 'missed']);
    expect([server.connections, clock.pending]).toEqual([0, 0]);
    stream.dispose();
  });

  it('is complete with a gap at its end if missed lines can never be read', async () => {
    const { clock, server, stream, shown, status } = await missALine(403);
    server.complete();
    await clock.run(1_000);
    expect(status()).toBe('complete');
    expect(shown()).toEqual(['0', 'gap outage']);
    expect([server.connections, clock.pending]).toEqual([0, 0]);
    stream.dispose();
  });

  it('is complete with a gap at its end if its backend cannot read missed lines at all', async () => {
    const { clock, server, open } = simulateStream(IDS);
    const source: LogSource = { ...server.source };
    delete source.catchUp;
    const stream = open({}, source);
    stream.connect();
    server.write('0');
    await clock.run(10_000);
    server.cut();
    server.write('missed');
    await clock.run(10_000);
    server.complete();
    await clock.run(1_000);
    expect(stream.getSnapshot().status).toBe('complete');
    expect(textsOf(stream.getSnapshot().items)).toEqual(['0', 'gap outage']);
    stream.dispose();
  });

  it('is complete with the gap that tells of missed lines, if lines have come since', async () => {
    const { clock, server, stream, shown, status } = await missALine(503);
    await clock.run(6_000);
    server.write('last');
    server.complete();
    await clock.run(20_000);
    expect(status()).toBe('complete');
    expect(shown()).toEqual(['0', 'gap outage', 'last']);
    stream.dispose();
  });
});

/** With a server that replays all that it has, if that is asked for, and closes each stream at once when the log is over. */
function endByClosing(kind: SimulatedServerOptions) {
  const simulated = simulateStream(kind, {
    completeOnClose: true,
    fetch: async (input, init) => {
      const response = await simulated.server.fetch(input, init);
      if (over && pathOf(input) === '/live') simulated.server.cut(0, 'end');
      return response;
    },
  });
  let over = false;
  return {
    ...simulated,
    end(): void {
      over = true;
      simulated.server.cut(0, 'end');
    },
  };
}

const KINDS: readonly SimulatedServerOptions[] = [IDS, { identity: 'count', liveStart: 'since' }, TAIL];

describe('a log that ends when its server closes the stream', () => {
  it.each(KINDS)('is shown from the beginning, even if it ended long ago: %o', async (kind) => {
    const { clock, server, stream, end, shown } = endByClosing(kind);
    for (const word of ['0', '1', '2']) server.write(word);
    end();
    stream.connect();
    await clock.run(10_000);
    expect(stream.getSnapshot().status).toBe('complete');
    expect(shown()).toEqual(['0', '1', '2']);
    expect([server.connections, clock.pending]).toEqual([0, 0]);
    stream.dispose();
  });

  it.each(KINDS)('is shown to its end, even if that came during an outage: %o', async (kind) => {
    const { clock, server, stream, end, shown } = endByClosing(kind);
    for (const word of ['0', '1', '2']) server.write(word);
    stream.connect();
    await clock.run(10_000);
    server.cut();
    server.write('missed');
    end();
    await clock.run(10_000);
    expect(stream.getSnapshot().status).toBe('complete');
    expect(shown()).toEqual(['0', '1', '2', 'missed']);
    expect([server.connections, clock.pending]).toEqual([0, 0]);
    stream.dispose();
  });
});
