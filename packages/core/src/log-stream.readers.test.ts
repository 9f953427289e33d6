/**
 * Random schedules with everything that reads a stream: filters, searches over them, statistics, and loops that are left at any time. Each is
 * exact at every step, whatever is evicted, filled, loaded, cleared, paused or resumed elsewhere; a loop gets each line once, and so does a listener.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogItem } from './entry.js';
import { createLogStream } from './log-stream.js';
import { createFilteredView } from './query/filtered-view.js';
import { createSearch } from './query/search.js';
import { createStats } from './query/stats.js';
import { createVolume } from './query/volume.js';
import type { LogStream } from './stream-types.js';
import { numbered } from './testing/numbered.js';
import { pathOf } from './testing/path-of.js';
import { looksForMore, scheduleRuns, step } from './testing/schedules.js';
import { createSimulatedServer, type SimulatedServerOptions } from './testing/simulated-server.js';
import { textsOf } from './testing/simulated-stream.js';
import { createVirtualClock, type VirtualClock } from './testing/virtual-clock.js';

const schedules = fc.array(
  fc.oneof(
    step(8, 'write', 6, 1),
    step(2, 'write', 40, 5),
    step(4, 'wait', 30),
    step(4, 'wait', 8_000),
    step(3, 'cut'),
    step(2, 'failRows', 4),
    step(1, 'slowRows', 3_000),
    step(2, 'rowsDown'),
    step(2, 'rowsUp'),
    step(2, 'loop', 30),
    step(2, 'loadOlder', 20, 1),
    step(1, 'fill'),
    step(1, 'pause'),
    step(1, 'resume'),
    step(1, 'disconnect'),
    step(2, 'connect'),
    step(1, 'clear'),
    step(1, 'reload', 3),
    step(1, 'setBack', 5),
  ),
  { maxLength: 30, size: 'max' },
);

const servers = fc.record({
  identity: fc.constantFrom('id' as const, 'count' as const),
  liveStart: fc.constantFrom('now' as const, 'since' as const),
  pageRows: fc.constantFrom(2, 7, 500),
});

const BUFFERS = [3, 10, 40, 10_000] as const;

const has =
  (digit: string) =>
  (item: LogItem): boolean =>
    item.kind === 'gap' || item.message.includes(digit);
const matches = (items: readonly LogItem[], digit: string): number =>
  items.reduce((sum, item) => sum + (item.kind === 'log' ? item.message.split(digit).length - 1 : 0), 0);

/** Reads a stream in every way. */
function readAll(stream: LogStream, clock: VirtualClock) {
  const filtered = createFilteredView(stream, { text: '7' }, { clock });
  const search = createSearch(filtered, { clock });
  search.find('7');
  const stats = createStats(stream, { clock });
  const volume = createVolume(stream);
  let followed = stream.getSnapshot().items;
  stream.observe((change, view) => {
    if (change.replaced) followed = view.slice();
    else followed = [...change.prepended, ...followed.slice(change.evicted), ...change.appended];
  });
  return {
    expectExact() {
      const { items } = stream.getSnapshot();
      const lines = items.filter(({ kind }) => kind === 'log').length;
      const passed = items.filter(has('7'));
      const { bars, untimed } = volume.getVolume();
      expect(textsOf(followed)).toEqual(textsOf(items));
      expect(textsOf(filtered.getView().slice())).toEqual(textsOf(passed));
      expect(search.getState()).toMatchObject({ pending: false, total: matches(passed, '7') });
      expect(stats.getStats()).toMatchObject({ lines, gaps: items.length - lines });
      expect(bars.reduce((sum, bar) => sum + bar.lines, untimed)).toBe(lines);
    },
    dispose() {
      for (const reader of [search, filtered, stats, volume]) reader.dispose();
    },
  };
}

interface Loop {
  readonly taken: LogItem[];
  left: boolean;
}

/** Loops over a stream, and leaves after `most` items; 0: never. */
function loopOver(stream: LogStream, most: number): Loop {
  const loop: Loop = { taken: [], left: false };
  const run = async (): Promise<void> => {
    for await (const item of stream) if (loop.taken.push(item) === most) break;
  };
  void run().finally(() => (loop.left = true));
  return loop;
}

/** A `fetch` that fails the `count`-th request for rows from now on, in one of four ways. */
function failing(fetch: typeof globalThis.fetch) {
  const ANSWERS = [
    () => Promise.reject(new TypeError('fetch failed')),
    () => Promise.resolve(new Response('no', { status: 503, headers: { 'retry-after': '7' } })),
    () => Promise.resolve(new Response('no', { status: 429, headers: { 'retry-after': '90' } })),
    () => Promise.resolve(new Response('<html>')),
  ];
  let left = Infinity;
  let failures = 0;
  return {
    fetch: ((input, init) => {
      if (pathOf(input) === '/rows' && --left < 0) {
        left = Infinity;
        return (ANSWERS[failures++ % ANSWERS.length] as () => Promise<Response>)();
      }
      return fetch(input, init);
    }) as typeof globalThis.fetch,
    failRows: (count: number) => void (left = count),
  };
}

describe('what reads a stream', { timeout: looksForMore ? 0 : 120_000 }, () => {
  it('is exact at any time, and a loop gets each line once', async () => {
    await fc.assert(
      fc.asyncProperty(
        servers,
        fc.nat(3),
        schedules,
        async (kind: SimulatedServerOptions, size, schedule) => {
          const clock = createVirtualClock();
          const server = createSimulatedServer(clock, kind);
          const { fetch, failRows } = failing(server.fetch);
          /** By how many the computer's clock was set back; the server's goes on. */
          let hours = 0;
          /** The lines that listeners of the stream were told. */
          let told: string[] = [];
          const own = { ...clock, now: () => clock.now() - hours * 3_600_000 };
          const open = (bufferLines: number, resume?: string): LogStream => {
            const opened = createLogStream(server.source, {
              ...{ clock: own, fetch, bufferLines, random: () => 0.5, transport: 'sse', stallTimeout: 1e9 },
              ...(resume === undefined ? {} : { resume }),
            });
            told = [];
            for (const event of ['entries', 'filled'] as const)
              opened.on(event, (entries) => void told.push(...textsOf(entries)));
            opened.connect();
            return opened;
          };
          const write = numbered(clock, server);
          write(9);
          let stream = open(BUFFERS[size] as number);
          let readers = readAll(stream, clock);
          let loops: Loop[] = [];
          let rowsUp = (): void => undefined;
          const end = async (): Promise<void> => {
            readers.expectExact();
            readers.dispose();
            stream.dispose();
            await clock.run(0);
            expect(told).toHaveLength(new Set(told).size);
            for (const { taken, left } of loops) {
              expect(left).toBe(true);
              const lines = textsOf(taken.filter((item) => item.kind === 'log'));
              expect(lines).toHaveLength(new Set(lines).size);
            }
          };
          await clock.run(100);
          for (const { do: what, count } of schedule) {
            if (what === 'write') write(count);
            else if (what === 'wait') await clock.run(count);
            else if (what === 'cut') server.cut();
            else if (what === 'failRows') failRows(count);
            else if (what === 'slowRows') server.slowRows(count, count % 2 === 1);
            else if (what === 'rowsDown') rowsUp = server.refuseRows();
            else if (what === 'rowsUp') rowsUp();
            else if (what === 'loop') loops.push(loopOver(stream, count));
            else if (what === 'loadOlder') stream.loadOlder(count).catch(() => undefined);
            else if (what === 'fill') stream.fill().catch(() => undefined);
            else if (what === 'setBack') hours += count;
            else if (what === 'reload') {
              const resume = stream.resumeToken();
              if (resume === undefined) continue;
              await end();
              loops = [];
              stream = open(BUFFERS[count] as number, resume);
              readers = readAll(stream, clock);
            } else stream[what]();
            readers.expectExact();
          }
          failRows(Infinity);
          server.slowRows(0, false);
          rowsUp();
          stream.resume();
          // A loop that is left disconnects.
          for (let lines = 0; lines < 40; lines += 10) {
            stream.connect();
            await clock.run(100_000);
            write(10);
          }
          stream.connect();
          await clock.run(100_000);
          const { items } = stream.getSnapshot();
          for (const { taken, left } of loops) {
            if (left) continue;
            const seqs = new Set(taken.map(({ seq }) => seq));
            const first = taken[0]?.seq ?? 0;
            expect(textsOf(items.filter(({ seq }) => seq >= first && !seqs.has(seq)))).toEqual([]);
          }
          await end();
          await clock.run(1_000);
          expect(clock.pending).toBe(0);
        },
      ),
      scheduleRuns(150),
    );
  });
});
