/** Scrolling up at random moments, on any server: in the end the log is complete, each line once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksForMore, scheduleRuns, step } from '../testing/schedules.js';
import type { SimulatedServerOptions } from '../testing/simulated-server.js';
import { simulateStream } from '../testing/simulated-stream.js';
import { unaccounted } from '../testing/unaccounted.js';

const anyServer: fc.Arbitrary<SimulatedServerOptions> = fc.oneof(
  fc.record({
    identity: fc.constantFrom('id' as const, 'count' as const),
    liveStart: fc.constantFrom('now' as const, 'since' as const),
    replay: fc.boolean(),
    inclusive: fc.boolean(),
    tick: fc.constantFrom(1, 500, 1_000),
    pageRows: fc.constantFrom(2, 500),
  }),
  fc.record({
    identity: fc.constant('id' as const),
    liveStart: fc.constantFrom('now' as const, 'since' as const),
    tick: fc.constantFrom(1, 500, 1_000),
    olderById: fc.constant(true),
  }),
  fc.constant({ identity: 'align' as const, liveStart: 'tail' as const }),
);

const anyStep = fc.oneof(
  step(1, 'write', 5, 1),
  step(1, 'write late', 3_000, 1),
  step(1, 'wait', 3_000),
  step(1, 'read older', 5, 1),
  step(1, 'cut'),
);

describe('a log that is read back at any moment', { timeout: looksForMore ? 0 : 300_000 }, () => {
  it.each([
    ['numbered lines', (at: number) => String(at)],
    ['equal lines', (at: number) => (at % 3 === 0 ? 'a' : 'b')],
  ])('is complete in the end, each line once: %s', async (_what, name) => {
    await fc.assert(
      fc.asyncProperty(
        anyServer,
        fc.integer({ min: 1, max: 5 }),
        fc.array(anyStep, { maxLength: 30, size: 'max' }),
        async (kind, history, steps) => {
          const { clock, server, stream, shown } = simulateStream(kind, { history });
          const write = (age = 0): void => server.write(name(server.written.length), age);
          // By an id, nobody gets past a page of late lines only, which are all held.
          const late = kind.identity !== 'align' && !kind.olderById;
          for (const wait of [0, 0, 0, 2_000, 0, 0, 0]) {
            write();
            clock.advance(wait);
          }
          stream.connect();
          await clock.run(1_000);
          write();
          // Otherwise lines might arrive after a cut that are older than all that were shown: these were not asked for.
          if (steps.some((one) => one.do === 'cut')) await clock.run(4_000);
          for (const { do: what, count } of steps) {
            if (what === 'write') for (let at = 0; at < count; at++) write();
            else if (what === 'write late') write(late ? count : 0);
            else if (what === 'wait') await clock.run(count);
            else if (what === 'cut') server.cut();
            else {
              const reading = stream.loadOlder(count);
              await clock.run(0);
              await reading;
            }
          }
          await clock.run(200_000);
          const isWhole = (): boolean => stream.getSnapshot().history === 'start';
          for (let reads = 0; reads < 100 && !isWhole(); reads++) await stream.loadOlder(3);
          expect(isWhole()).toBe(true);
          const isOrdered = name(0) === '0' && !(late && steps.some((one) => one.do === 'write late'));
          if (isOrdered) expect(shown()).toEqual(server.written);
          expect(shown().sort()).toEqual([...server.written].sort());
          expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
          stream.dispose();
        },
      ),
      scheduleRuns(300),
    );
  });
});
