/** How a log ends while lines that were missed cannot be read: it is complete once they were, or with a gap in their place. */
import { expect, it } from 'vitest';
import { simulateStream } from './testing/simulated-stream.js';

/** A stream that has missed a line in an outage, and is live again, while REST answers with `status`. */
async function missALine(status: number) {
  let broken = false;
  const simulated = simulateStream(
    { identity: 'id', liveStart: 'now' },
    {
      fetch: (input, init) =>
        broken && String(input).includes('/rows')
          ? Promise.resolve(new Response('no', { status }))
          : simulated.server.fetch(input, init),
    },
  );
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
