/** The download as the last resort, on any schedule: what is shown is the log, and where it is not, there is a gap. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setupPrismqRun } from './testing/prismq-run.js';
import { looksForMore, scheduleRuns } from '../testing/schedules.js';
import { unaccounted } from '../testing/unaccounted.js';

/** Where `part` stands in `log`, not before `from`; −1: nowhere. */
function placeOf(log: readonly string[], part: readonly string[], from: number): number {
  for (let at = from; at + part.length <= log.length; at++)
    if (part.every((line, offset) => log[at + offset] === line)) return at;
  return -1;
}

/** Whether the log reads like this, with some lines or none in the place of each gap, and of those before the first. */
function isTrue(log: readonly string[], shown: readonly string[]): boolean {
  const parts: string[][] = [[]];
  for (const line of shown) {
    if (line.startsWith('gap ')) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  let from = 0;
  for (const part of parts.slice(0, -1)) {
    const at = placeOf(log, part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  const last = parts.at(-1) as string[];
  const start = log.length - last.length;
  return start >= from && placeOf(log.slice(start), last, 0) === 0;
}

const step = fc.oneof(
  fc.record({ write: fc.integer({ min: 1, max: 40 }), repeats: fc.boolean() }),
  fc.record({ wait: fc.integer({ min: 1, max: 5_000 }) }),
  fc.record({
    away: fc.integer({ min: 1, max: 20_000 }),
    write: fc.integer({ min: 0, max: 60 }),
    repeats: fc.boolean(),
  }),
  fc.record({ fill: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ older: fc.integer({ min: 1, max: 40 }) }),
);
const schedule = fc.record({
  steps: fc.array(step, { minLength: 2, maxLength: 12 }),
  transport: fc.constantFrom('sse' as const, 'polling' as const),
  memory: fc.integer({ min: 3, max: 30 }),
  perStamp: fc.integer({ min: 1, max: 3 }),
});

describe('a run whose memory wraps', () => {
  it(
    'is shown as it was written, whatever is lost on the way',
    { timeout: looksForMore ? 0 : 120_000 },
    async () => {
      let filled = 0;
      let open = 0;
      await fc.assert(
        fc.asyncProperty(schedule, async ({ steps, ...options }) => {
          const { clock, server, stream, shown } = setupPrismqRun({ stallTimeout: 1e9, ...options });
          stream.on('filled', (entries) => void (filled += entries.length));
          let count = 0;
          // Lines of one stamp differ: of equal ones nobody could tell which a memory that wraps still has.
          const write = (lines: number, repeats: boolean): void => {
            for (let n = 0; n < lines; n++)
              server.write(repeats ? `tick ${server.log.length % 3}` : `line ${(count += 1)}`);
          };
          write(2, false);
          stream.connect();
          await clock.run(6_000);
          for (const one of steps) {
            if ('away' in one) {
              server.dead = true;
              server.cut();
              await clock.run(one.away / 2);
              write(one.write, one.repeats);
              await clock.run(one.away / 2);
              server.dead = false;
            } else if ('write' in one) write(one.write, one.repeats);
            else if ('older' in one) stream.loadOlder(one.older).catch(() => undefined);
            else if ('fill' in one) {
              const gaps = stream.getSnapshot().items.filter(({ kind }) => kind === 'gap');
              stream.fill(gaps[one.fill]?.seq).catch(() => undefined);
            } else await clock.run(one.wait);
          }
          await clock.run(120_000);
          const { ledger, items } = stream.getSnapshot();
          stream.dispose();
          const log = server.log.map(({ message }) => message);
          expect(isTrue(log, shown()), `${log.join()} is shown as ${shown().join()}`).toBe(true);
          const gaps = items.filter(({ kind }) => kind === 'gap').length;
          open += gaps;
          expect(ledger.gaps).toBe(gaps);
          expect(unaccounted(ledger)).toBe(0);
        }),
        scheduleRuns(150),
      );
      // Both were met: gaps that the file could fill, and gaps that it could not.
      expect(filled).toBeGreaterThan(0);
      expect(open).toBeGreaterThan(0);
    },
  );
});
