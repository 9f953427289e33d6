/** Lists that a server shortens while they are read, so that offsets move. */
import { describe, expect, it } from 'vitest';
import { numbered } from './testing/numbered.js';
import { COUNTED, IDS } from './testing/server-kinds.js';
import type { SimulatedServerOptions } from './testing/simulated-server.js';
import { simulateStream } from './testing/simulated-stream.js';

const KINDS: readonly SimulatedServerOptions[] = [IDS, { identity: 'id', liveStart: 'since' }, COUNTED];

/** A stream whose server takes 100 ms per page, and has written `lines`. */
function slowStream(options: SimulatedServerOptions, lines: number) {
  const simulated = simulateStream({ ...options, shifts: true });
  const { clock, server } = simulated;
  const write = numbered(clock, server);
  write(lines);
  server.slowRows(100, false);
  return { ...simulated, write };
}

describe('a list whose oldest rows are removed while it is read', () => {
  it.each(KINDS)('is shown completely: %o', async (kind) => {
    const { clock, server, stream, write, shown } = slowStream({ ...kind, ring: 10, pageRows: 4 }, 10);
    stream.connect();
    await clock.run(150);
    write(2);
    await clock.run(60_000);
    expect(shown()).toEqual(server.written);
    stream.dispose();
  });

  it.each(KINDS)('is shown with a gap for those removed before they were read: %o', async (kind) => {
    const { clock, stream, write, shown } = slowStream({ ...kind, ring: 6, pageRows: 3 }, 6);
    stream.connect();
    await clock.run(150);
    write(9);
    await clock.run(60_000);
    const lines = shown();
    expect(lines.slice(-6)).toEqual(['9', '10', '11', '12', '13', '14']);
    expect(lines.filter((line) => line.startsWith('gap'))).toHaveLength(1);
    stream.dispose();
  });
});

describe('a first read that fails half-way', () => {
  it.each([IDS, COUNTED])('leaves a gap, which is filled in order: %o', async (kind) => {
    const { clock, server, stream, write, shown } = slowStream({ ...kind, pageRows: 3 }, 6);
    stream.connect();
    await clock.run(150);
    const restUp = server.refuseRows();
    write(1);
    await clock.run(20_000);
    expect(shown()).toEqual(['0', '1', '2', '3', '4', 'gap outage', '6']);
    restUp();
    await clock.run(200_000);
    expect(shown()).toEqual(server.written);
    stream.dispose();
  });

  it('shows what the live stream has said meanwhile, which the server has forgotten by the next connection', async () => {
    const { clock, server, stream, write, shown } = slowStream(
      { ...IDS, repeats: 4, ring: 5, pageRows: 1 },
      2,
    );
    stream.connect();
    await clock.run(110);
    server.cut();
    write(5);
    server.slowRows(0, false);
    await clock.run(60_000);
    expect(shown().filter((line) => !line.startsWith('gap'))).toEqual(server.written);
    stream.dispose();
  });
});
