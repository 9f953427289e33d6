import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogBuffer } from '../buffer/log-buffer.js';
import type { DecodedLine, LogItem } from '../entry.js';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { createFilteredView, type FilteredView } from './filtered-view.js';
import { createSearch } from './search.js';
import { createBufferSource } from './testing/buffer-source.js';
import { stageWorkers } from './testing/staged-worker.js';

const line = (hit: boolean): DecodedLine => ({
  level: 'info',
  message: hit ? 'hit' : 'miss',
  labels: {},
  raw: undefined,
});
const seqs = (items: Iterable<LogItem>): number[] => [...items].map((item) => item.seq);
const isHit = (item: LogItem): boolean => item.kind === 'log' && item.message === 'hit';

/** The reference: every gap, and every line near a hit with no gap between them. */
function expected(items: readonly LogItem[], size: number): number[] {
  const reaches = (from: number, to: number): boolean =>
    items.slice(Math.min(from, to), Math.max(from, to)).every(({ kind }) => kind === 'log');
  const near = (row: number): boolean =>
    items.some((item, at) => isHit(item) && Math.abs(at - row) <= size && reaches(row, at));
  return items.filter((item, row) => item.kind === 'gap' || near(row)).map(({ seq }) => seq);
}

/** How many lines are near a hit. */
function near(items: Iterable<LogItem>, size: number): number {
  const rows = [...items].flatMap((item, row) => (isHit(item) ? [row] : []));
  const last = [...items].length - 1;
  const around = rows.flatMap((row) => Array.from({ length: 2 * size + 1 }, (_, at) => row - size + at));
  return new Set(around.filter((row) => row >= 0 && row <= last)).size;
}

/** The breaks, computed from the rows of the view alone. */
function leaps(view: readonly LogItem[], items: readonly LogItem[]): { seq: number; hidden: number }[] {
  const rows = view.map(({ seq }) => items.findIndex((item) => item.seq === seq));
  return view.flatMap((item, at) => {
    const hidden = at === 0 ? 0 : (rows[at] as number) - (rows[at - 1] as number) - 1;
    return hidden > 0 ? [{ seq: item.seq, hidden }] : [];
  });
}

/** The lines according to the reported changes. */
function follow(filtered: FilteredView): () => readonly number[] {
  let held = seqs(filtered.getView());
  filtered.observe((change, view) => {
    if (change.replaced) held = seqs(view);
    else held = [...seqs(change.prepended), ...held.slice(change.evicted), ...seqs(change.appended)];
  });
  return () => held;
}

const hits = fc.array(fc.boolean(), { minLength: 1, maxLength: 25 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('append' as const), hits }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('prepend' as const), hits }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('gap' as const), hits }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fill' as const), hits }) },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function change(buffer: LogBuffer, { do: what, hits: given }: Step): void {
  const lines = given.map(line);
  if (what === 'append') buffer.append(lines);
  else if (what === 'prepend') buffer.prepend(lines);
  else if (what === 'gap') buffer.appendGap({ reason: 'outage' });
  else {
    const gap = [...buffer.view()].find((item) => item.kind === 'gap');
    if (gap) buffer.fill(gap.seq, lines);
  }
}

describe('context lines of a filter', () => {
  it('are the same as a simple scan of all lines finds, in whatever order lines arrive', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 }),
        (steps, context, delays) => {
          const { buffer, source, flush } = createBufferSource();
          const clock = createVirtualClock();
          const filtered = createFilteredView(source, { text: 'hit', context }, { clock });
          const held = follow(filtered);
          steps.forEach((each, at) => {
            change(buffer, each);
            if ((delays[at] ?? 0) < 7) flush();
          });
          flush();
          clock.advance(1_000);
          const items = [...buffer.view()];
          expect(seqs(filtered.getView())).toEqual(expected(items, context));
          expect(filtered.getSnapshot().breaks).toEqual(leaps([...filtered.getView()], items));
          expect(held()).toEqual(seqs(filtered.getView()));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are the same when the worker answers late and in part while lines arrive', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 15 }),
        fc.integer({ min: 0, max: 5 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 10 }),
        (steps, context, parts) => {
          const { buffer, source, flush } = createBufferSource();
          const clock = createVirtualClock();
          const workers = stageWorkers();
          const options = { clock, openWorker: workers.open };
          const filtered = createFilteredView(source, { regex: '(h+)+it', context }, options);
          const search = createSearch(filtered, options);
          search.find('(h+)+it|(m+)+iss', { regex: true });
          const held = follow(filtered);
          const answer = (at: number): void => {
            workers.answer(parts[at % parts.length]);
            clock.advance(1);
          };
          steps.forEach((each, at) => {
            change(buffer, each);
            flush();
            answer(at);
          });
          for (let at = 0; filtered.pending || search.getState().pending; at++) answer(at);
          const items = [...buffer.view()];
          expect(seqs(filtered.getView())).toEqual(expected(items, context));
          expect(held()).toEqual(seqs(filtered.getView()));
          const lines = [...filtered.getView()].filter(({ kind }) => kind === 'log');
          expect(search.getState()).toMatchObject({ total: lines.length, error: undefined });
          expect(search.matchingSeqs()).toEqual(seqs(lines));
          search.dispose();
          filtered.dispose();
          expect([workers.running, clock.pending]).toEqual([0, 0]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stay visible after the matching line was evicted', () => {
    fc.assert(
      fc.property(
        fc.array(hits, { maxLength: 12 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 12, max: 40 }),
        (rounds, context, bound) => {
          const { buffer, source, flush } = createBufferSource(bound);
          const filtered = createFilteredView(source, { text: 'hit', context });
          const held = follow(filtered);
          const all: LogItem[] = [];
          for (const round of rounds) {
            // Never more at once than the buffer holds, because a line evicted before it is reported is never seen.
            for (let at = 0; at < round.length; at += 10) {
              all.push(...buffer.append(round.slice(at, at + 10).map(line)));
              flush();
            }
            const first = buffer.view().at(0)?.seq ?? 0;
            expect(seqs(filtered.getView())).toEqual(expected(all, context).filter((seq) => seq >= first));
            expect(held()).toEqual(seqs(filtered.getView()));
            const shown = new Set(seqs(filtered.getView()));
            expect(filtered.getSnapshot().breaks).toEqual(
              leaps(
                all.filter(({ seq }) => shown.has(seq)),
                all,
              ),
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('do not include lines that are separated from the match by lines evicted unseen', () => {
    const { buffer, source, flush } = createBufferSource(12);
    const filtered = createFilteredView(source, { text: 'hit', context: 2 });
    buffer.append([line(false), line(true)]);
    flush();
    expect(seqs(filtered.getView())).toEqual([0, 1]);
    buffer.append(Array.from({ length: 30 }, () => line(false)));
    flush();
    expect(seqs(filtered.getView())).toEqual([]);
  });

  it('are shown for a large log that is filtered backward in slices', () => {
    const { buffer, source, flush } = createBufferSource();
    buffer.append(Array.from({ length: 30_000 }, (_, at) => line(at % 100 === 0)));
    flush();
    const virtual = createVirtualClock();
    let looks = 0;
    const clock = { ...virtual, now: () => virtual.now() + looks++ };
    const filtered = createFilteredView(source, {}, { clock });
    filtered.setFilter({ text: 'hit', context: 3 });
    expect(filtered.pending).toBe(true);
    while (filtered.pending) {
      buffer.append([line(false), line(looks % 5 === 0)]);
      flush();
      virtual.advance(1);
    }
    expect(filtered.getView().length).toBe(near(buffer.view(), 3));
    filtered.setFilter({ text: 'hit' });
    virtual.advance(10_000);
    expect(filtered.getSnapshot().breaks).toEqual([]);
    filtered.setFilter({ context: 3 });
    expect(filtered.getView().length).toBe(buffer.view().length);
  });
});
