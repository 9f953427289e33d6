/** Rows over the cap, on every way that rows come by: they stand as gaps, as payloads of the live stream do. */
import { describe, expect, it } from 'vitest';
import type { LogStreamOptions } from '../options.js';
import { IDS } from '../testing/server-kinds.js';
import type { SimulatedServerOptions } from '../testing/simulated-server.js';
import { simulateStream, textsOf } from '../testing/simulated-stream.js';
import { setupPrismqRun } from './testing/prismq-run.js';
import { unaccounted } from '../testing/unaccounted.js';

const BIG = 'x'.repeat(2_000);
const GAP = 'gap oversize';

function setup(kind: Partial<SimulatedServerOptions> = {}, options: LogStreamOptions = {}) {
  const simulated = simulateStream({ ...IDS, ...kind }, { maxMessageBytes: 1_000, ...options });
  const { clock, server, stream } = simulated;
  const told: string[] = [];
  stream.on('error', ({ kind: reason }) => void told.push(reason));
  stream.on('gap', ({ reason }) => void told.push(`gap ${reason}`));
  return {
    ...simulated,
    told,
    write(...messages: readonly string[]) {
      for (const message of messages) {
        clock.advance(1);
        server.write(message);
      }
    },
  };
}

describe.each(['id', 'count'] as const)('a row over the cap, recognised by %s', (identity) => {
  it('among older lines stands as a gap, once, and is told', async () => {
    const { clock, stream, write, shown, told } = setup({ identity }, { history: 2 });
    write('0', BIG, '1', '2', '3');
    stream.connect();
    await clock.run(10_000);
    expect(shown()).toEqual(['2', '3']);
    await stream.loadOlder(10);
    expect(shown()).toEqual(['0', GAP, '1', '2', '3']);
    expect(told).toEqual([GAP, 'oversize']);
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: 4, dropped: 1, gaps: 1 });
    expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
    stream.dispose();
  });

  it('in front of all lines is not told again with those that are older', async () => {
    const { clock, stream, write, shown, told } = setup({ identity }, { history: 3 });
    write('0', BIG, BIG, '1', '2');
    stream.connect();
    await clock.run(10_000);
    expect(shown()).toEqual([GAP, '1', '2']);
    await stream.loadOlder(10);
    expect(shown()).toEqual(['0', GAP, GAP, '1', '2']);
    expect(told.filter((one) => one === GAP)).toHaveLength(2);
    stream.dispose();
  });

  it('that is all there is stands before the lines that were written since, which are left to the stream', async () => {
    const { clock, stream, write, shown } = setup({ identity });
    stream.connect();
    await clock.run(100);
    write(BIG);
    await clock.run(100);
    expect(shown()).toEqual([GAP]);
    stream.disconnect();
    write('1');
    await stream.loadOlder(10);
    expect(shown()).toEqual([GAP]);
    stream.connect();
    await clock.run(10_000);
    expect(shown()).toEqual([GAP, '1']);
    stream.dispose();
  });

  it('behind all others stands as a gap if they are read before the stream connects', async () => {
    const { stream, write, shown } = setup({ identity });
    write('0', BIG, '1', BIG);
    await stream.loadOlder(10);
    expect(shown()).toEqual(['0', GAP, '1', GAP]);
    expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
    stream.dispose();
  });

  it('that was read before the stream connects is not told again by it', async () => {
    const { clock, stream, write, shown } = setup({ identity });
    write('0', BIG);
    await stream.loadOlder(10);
    stream.connect();
    await clock.run(10_000);
    write('1');
    await clock.run(10_000);
    expect(shown()).toEqual(['0', GAP, '1']);
    stream.dispose();
  });

  it('does not hide the lines before it, even if the newest page has nothing else', async () => {
    const { clock, stream, write, shown } = setup({ identity });
    write('0', '1', BIG, BIG, BIG);
    await stream.loadOlder(2);
    expect(shown()).toEqual([GAP, GAP]);
    await stream.loadOlder(2);
    expect(shown()).toEqual(['1', GAP, GAP, GAP]);
    await stream.loadOlder(2);
    expect(shown()).toEqual(['0', '1', GAP, GAP, GAP]);
    stream.connect();
    await clock.run(10_000);
    write('2');
    await clock.run(10_000);
    expect(shown()).toEqual(['0', '1', GAP, GAP, GAP, '2']);
    expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
    stream.dispose();
  });

  it('that the stream has not delivered yet is left to it when older lines are loaded after a clear', async () => {
    const { clock, server, stream, write, shown } = setup({ identity });
    stream.connect();
    await clock.run(10_000);
    write('0', '1', BIG);
    await clock.run(10_000);
    stream.clear();
    const flow = server.stall(0);
    write(BIG);
    await stream.loadOlder(10);
    expect(shown()).toEqual(['0', '1', GAP]);
    flow();
    write('2');
    await clock.run(10_000);
    expect(shown()).toEqual(['0', '1', GAP, GAP, '2']);
    stream.dispose();
  });

  it('in a gap that is filled stands in its place', async () => {
    const { clock, server, stream, write, shown } = setup({ identity });
    write('0');
    stream.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.cut();
    write('1', BIG, '2', BIG);
    await clock.run(20_000);
    write('3');
    await clock.run(20_000);
    expect(shown()).toEqual(['0', 'gap outage', '3']);
    restDown();
    await clock.run(120_000);
    expect(shown()).toEqual(['0', '1', GAP, '2', GAP, '3']);
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: 4, dropped: 2, gaps: 2 });
    expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
    stream.dispose();
  });

  it('next to a gap is not told again when that is filled', async () => {
    const { clock, server, stream, write, shown } = setup({ identity });
    write('0');
    stream.connect();
    await clock.run(10_000);
    write(BIG);
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.cut();
    write('1');
    await clock.run(20_000);
    // The first of them may be the one that was told.
    write(BIG, BIG, '2');
    await clock.run(20_000);
    expect(shown()).toEqual(['0', GAP, 'gap outage', GAP, '2']);
    restDown();
    await clock.run(120_000);
    expect(shown()).toEqual(['0', GAP, '1', GAP, GAP, '2']);
    stream.dispose();
  });
});

it('a line over the cap in a download stands as a gap', async () => {
  const { clock, server, stream } = setupPrismqRun({ maxMessageBytes: 1_000 });
  const numbers = (from: number, to: number): string[] =>
    Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}`);
  server.write(...numbers(1, 5));
  stream.connect();
  await clock.run(100);
  server.write(...numbers(6, 8), BIG, ...numbers(10, 30));
  await clock.run(10_000);
  const { items, ledger } = stream.getSnapshot();
  expect(textsOf(items)).toEqual([...numbers(1, 8), GAP, ...numbers(10, 30)]);
  expect(ledger).toMatchObject({ stored: 29, dropped: 1, gaps: 1 });
  stream.dispose();
});
