/**
 * Random calls in random order, from outside and from the stream's own listeners, on a virtual clock. Whatever a page calls, its log must be
 * complete and in order, each line once, and no timer may be left at the end.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogStreamError } from './errors.js';
import { createLogStream } from './log-stream.js';
import { createFilteredView } from './query/filtered-view.js';
import { createSearch } from './query/search.js';
import { createStats } from './query/stats.js';
import { looksForMore, scheduleRuns } from './testing/schedules.js';
import { createSimulatedServer, type SimulatedServerOptions } from './testing/simulated-server.js';
import { textsOf } from './testing/simulated-stream.js';
import { createVirtualClock } from './testing/virtual-clock.js';
import { unaccounted } from './testing/unaccounted.js';

const CALLS = ['connect', 'disconnect', 'pause', 'resume', 'retryNow', 'clear', 'loadOlder', 'fill'] as const;
type Call = (typeof CALLS)[number];

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('write' as const), count: fc.integer({ min: 1, max: 6 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      count: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 9_000 })),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constantFrom(...CALLS), count: fc.integer({ min: 1, max: 50 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('cut' as const, 'cutRows' as const, 'slowRows' as const, 'refuse' as const),
      count: fc.integer({ min: 1, max: 5 }),
    }),
  },
);

const server: fc.Arbitrary<SimulatedServerOptions> = fc.oneof(
  fc.record({
    identity: fc.constantFrom('id' as const, 'count' as const),
    liveStart: fc.constantFrom('now' as const, 'since' as const),
    replay: fc.boolean(),
    pageRows: fc.constantFrom(2, 500),
  }),
  fc.constant({ identity: 'align' as const, liveStart: 'tail' as const }),
);

/** The listener makes this call at the `at`-th event of the stream. */
const answer = fc.record({
  event: fc.constantFrom('entries' as const, 'status' as const, 'gap' as const, 'error' as const),
  at: fc.integer({ min: 0, max: 10 }),
  call: fc.constantFrom('connect', 'disconnect', 'pause', 'resume', 'retryNow'),
});

const options = fc.record({
  transport: fc.constantFrom('sse' as const, 'polling' as const),
  history: fc.constantFrom(undefined, undefined, 0, 3),
  connects: fc.boolean(),
  clears: fc.boolean(),
});

describe('a stream that is called in any order', { timeout: looksForMore ? 0 : 300_000 }, () => {
  it('shows the complete log, each line once', async () => {
    await fc.assert(
      fc.asyncProperty(
        server,
        options,
        fc.array(step, { maxLength: 40, size: 'max' }),
        fc.array(answer, { maxLength: 3 }),
        async (kind, { transport, history, connects, clears }, steps, answers) => {
          const clock = createVirtualClock();
          const simulated = createSimulatedServer(clock, kind);
          const write = (): void => simulated.write(String(simulated.written.length));
          write();
          const stream = createLogStream(simulated.source, {
            clock,
            random: () => 0.5,
            fetch: simulated.fetch,
            // Otherwise polling has no cursor to continue from.
            transport: kind.identity === 'align' ? 'sse' : transport,
            stallTimeout: 1e9,
            ...(history === undefined ? {} : { history }),
          });
          const rejected: unknown[] = [];
          const call = (name: Call): void => {
            if (name === 'clear' && !clears) return;
            Promise.resolve(stream[name]()).catch((thrown: unknown) => rejected.push(thrown));
          };
          for (const { event, at, call: name } of answers) {
            let heard = 0;
            stream.on(event, () => {
              if (heard++ === at) call(name);
            });
          }
          const readers = [
            createFilteredView(stream, { text: '1' }, { clock }),
            createSearch(stream, { clock }),
            createStats(stream, { clock }),
          ] as const;
          const [filtered, search, stats] = readers;
          search.find('1');
          const settle = async (): Promise<void> => {
            stream.resume();
            stream.connect();
            await clock.run(200_000);
          };

          if (connects) stream.connect();
          await clock.run(100);
          for (const { do: what, count } of steps) {
            if (what === 'write') for (let at = 0; at < count; at++) write();
            else if (what === 'wait') await clock.run(count);
            else if (what === 'cut') simulated.cut();
            else if (what === 'cutRows') simulated.cutRows(count);
            else if (what === 'slowRows') simulated.slowRows(600 * count, count % 2 === 1);
            else if (what === 'refuse') simulated.refuse(count, 503);
            else call(what);
          }
          simulated.refuse(0, 500);
          simulated.cutRows(undefined);
          simulated.slowRows(0, false);
          // A listener may undo it again, once or twice.
          for (let at = 0; at < 3; at++) await settle();
          write();
          await settle();
          for (let at = 0; at < 4; at++) stream.resume();

          const { items, ledger } = stream.getSnapshot();
          const shown = textsOf(items);
          const whole = history === undefined && !clears;
          expect(shown).toEqual(whole ? simulated.written : simulated.written.slice(-shown.length));
          expect(shown.length).toBeGreaterThan(0);
          expect(unaccounted(ledger)).toBe(0);
          const matching = shown.filter((message) => message.includes('1'));
          expect([...filtered.getView()].map((item) => item.kind === 'log' && item.message)).toEqual(
            matching,
          );
          expect(search.getState().total).toBe(shown.join(' ').split('1').length - 1);
          expect(stats.getStats().lines).toBe(shown.length);
          for (const thrown of rejected) expect(thrown).toBeInstanceOf(LogStreamError);

          for (const reader of readers) reader.dispose();
          stream.dispose();
          await clock.run(1_000);
          expect(clock.pending).toBe(0);
        },
      ),
      scheduleRuns(150),
    );
  });
});
