/**
 * Several gaps at once, which are filled one by one in any order, while lines arrive, older ones are read, REST fails now and then, and the server
 * or the buffer drops old lines. At every step the lines held are in order, each once, with a gap wherever lines are missing.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogGap, LogItem } from '../entry.js';
import type { LogStreamOptions } from '../options.js';
import { createFilteredView } from '../query/filtered-view.js';
import type { LogStream } from '../stream-types.js';
import { numbered } from '../testing/numbered.js';
import { looksForMore, scheduleRuns, step } from '../testing/schedules.js';
import { COUNTED, IDS, TAIL } from '../testing/server-kinds.js';
import { shortReplay } from '../testing/short-replay.js';
import { simulateStream } from '../testing/simulated-stream.js';
import { createWitness } from '../testing/witness.js';

const anyServer = fc.record({
  kind: fc.constantFrom(
    IDS,
    { identity: 'id', liveStart: 'since' } as const,
    COUNTED,
    { identity: 'count', liveStart: 'since' } as const,
    TAIL,
  ),
  isStamped: fc.boolean(),
  replay: fc.boolean(),
  inclusive: fc.boolean(),
  pageRows: fc.constantFrom(1, 3, 500),
  shifts: fc.boolean(),
  ring: fc.constantFrom(undefined, undefined, 10, 40),
  silent: fc.boolean(),
  /** Lines that are there before the stream connects. */
  begin: fc.constantFrom(0, 5, 5),
});

const anyOptions = fc.record({
  bufferLines: fc.constantFrom(12, 40, 10_000, 10_000),
  history: fc.constantFrom(1, 3, 1_000),
});

const steps = fc.array(
  fc.oneof(
    step(4, 'outage', 12, 1),
    step(3, 'write', 6, 1),
    step(2, 'wait', 30),
    step(2, 'wait', 6_000),
    step(6, 'fill', 5),
    step(1, 'fill all'),
    step(2, 'read older', 12, 1),
    step(2, 'rows up'),
    step(1, 'rows down'),
    step(2, 'refuse', 3, 1),
    step(1, 'cutRows', 300),
    step(2, 'slowRows', 3_000),
    step(2, 'cut'),
    step(1, 'reload'),
  ),
  { maxLength: 30, size: 'max' },
);

const isGap = (item: LogItem): item is LogGap => item.kind === 'gap';

describe('several gaps', { timeout: looksForMore ? 0 : 300_000 }, () => {
  it('are filled in any order, and nothing is lost or shown twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyServer,
        anyOptions,
        steps,
        async ({ ring, kind, isStamped, begin, ...rest }, options, schedule) => {
          const simulated = simulateStream(
            { ...kind, ...rest, ...(ring === undefined ? {} : { ring }) },
            options,
          );
          const { clock, server } = simulated;
          const source = kind.identity === 'align' ? shortReplay(server.source, 3, isStamped) : server.source;
          const open = (more: LogStreamOptions = {}): LogStream => simulated.open(more, source);
          const write = numbered(clock, server);
          const witness = createWitness();
          const isWanted = (message: string): boolean => message.includes('1');
          simulated.stream.dispose();
          let stream = open();
          let filtered = createFilteredView(stream, { text: '1' }, { clock });
          const look = (): void => {
            const { items, ledger } = stream.getSnapshot();
            expect(witness.faultIn(stream)).toBeUndefined();
            if (options.bufferLines < 10_000) return;
            expect(ledger.gaps).toBe(items.filter(isGap).length);
            expect(lostBefore(items)).toEqual([]);
          };
          const shown = new Set<number>();
          /** Lines before the first item that no stream has shown, although one has shown lines before them. */
          const lostBefore = (items: readonly LogItem[]): readonly number[] => {
            for (const item of items) if (!isGap(item)) shown.add(Number(item.message));
            const [first] = items;
            if (!first || isGap(first)) return [];
            const from = Math.min(...shown);
            return Array.from({ length: Number(first.message) - from }, (_, at) => from + at).filter(
              (number) => !shown.has(number),
            );
          };
          witness.listen(stream);
          write(begin);
          stream.connect();
          await clock.run(100);
          let rowsUp = (): void => undefined;
          for (const { do: what, count } of schedule) {
            if (what === 'write') write(count);
            else if (what === 'wait') await clock.run(count);
            else if (what === 'cut') server.cut();
            else if (what === 'refuse') server.refuse(count, 503);
            else if (what === 'cutRows') server.cutRows(count);
            else if (what === 'slowRows') server.slowRows(count, count % 2 === 1);
            else if (what === 'rows up') rowsUp();
            else if (what === 'rows down') rowsUp = server.refuseRows();
            else if (what === 'outage') {
              rowsUp = server.refuseRows();
              server.cut();
              write(count);
              await clock.run(20_000);
              write(2);
              await clock.run(1);
            } else if (what === 'fill all') stream.fill().catch(() => undefined);
            else if (what === 'fill') {
              const gaps = stream.getSnapshot().items.filter(isGap);
              const gap = gaps[count % Math.max(1, gaps.length)];
              if (gap) stream.fill(gap.seq).catch(() => undefined);
              await clock.run(0);
            } else if (what === 'read older') stream.loadOlder(count).catch(() => undefined);
            else {
              await clock.run(100);
              look();
              const resume = stream.resumeToken();
              if (resume === undefined) continue;
              filtered.dispose();
              stream.dispose();
              stream = open({ resume });
              filtered = createFilteredView(stream, { text: '1' }, { clock });
              witness.listen(stream);
              stream.connect();
            }
            look();
          }
          server.refuse(0, 500);
          server.cutRows(undefined);
          server.slowRows(0, false);
          rowsUp();
          server.cut();
          await clock.run(200_000);
          write();
          await clock.run(200_000);
          await stream.fill();
          await clock.run(1_000);
          look();
          const isKept = ring === undefined && options.bufferLines === 10_000;
          const isWhole = (): boolean => stream.getSnapshot().history === 'start';
          if (isKept) {
            for (let reads = 0; reads < 30 && !isWhole(); reads++) {
              await stream.loadOlder(20);
              await clock.run(1_000);
              look();
            }
            // Now lines are held before the first gap, too.
            await stream.fill();
            await clock.run(1_000);
            look();
            const shown = stream
              .getSnapshot()
              .items.map((item) => (isGap(item) ? item.reason : item.message));
            expect(shown).toEqual(server.written);
          }
          const items = stream.getSnapshot().items;
          const wanted = items.flatMap((item) =>
            isGap(item) || !isWanted(item.message) ? [] : item.message,
          );
          expect([...filtered.getView()].flatMap((item) => (isGap(item) ? [] : item.message))).toEqual(
            wanted,
          );
          filtered.dispose();
          stream.dispose();
          await clock.run(1_000);
          expect(clock.pending).toBe(0);
        },
      ),
      scheduleRuns(150),
    );
  });
});
