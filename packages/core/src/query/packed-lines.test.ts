/** Filter, search and statistics find in packed lines what a simple scan of each line finds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogBuffer } from '../buffer/log-buffer.js';
import type { LogView } from '../buffer/log-view.js';
import { LOG_LEVELS, type LogItem } from '../entry.js';
import { stripAnsi } from '../format/strip-ansi.js';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { createFilteredView } from './filtered-view.js';
import { compileFilter, type LogFilter } from './filter.js';
import { compileSearch, type SearchOptions } from './search-pattern.js';
import { createSearch } from './search.js';
import { createStats } from './stats.js';
import { createBufferSource } from './testing/buffer-source.js';
import { createPackedSource } from './testing/packed-source.js';

/** Pieces of lines: few, so that a term taken from one line occurs in others; letters with odd case folding; control characters. */
const PIECES = [
  ...['a', 'A', 'ab', 'aa', ' ', '\t', '\n', '\r', '\b', '\u001b[31m', '\u001b[0m', '\u001b[2K', '\u009b1m'],
  ...['😀', 'İ', 'ı', 'i', 'I', 'ß', 'ẞ', 'ss', 'K', 'k', 'é', 'É', 'µ', 'ÿ', 'Ÿ', '\u00a0', '\u0000', 'q'],
];
const message = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join(''));

const decoded = fc.record({
  level: fc.constantFrom(...LOG_LEVELS),
  message,
  labels: fc.constantFrom({ stream: 'stdout' }, { stream: 'stderr', step_name: 'Build' }, {}),
  raw: fc.constant(undefined),
});
const lines = fc.array(decoded, { minLength: 1, maxLength: 30 });

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('append' as const), lines }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('prepend' as const), lines }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('gap' as const), lines }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fill' as const), lines }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pack' as const), lines }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function change(buffer: LogBuffer, { do: what, lines: given }: Step): void {
  if (what === 'append') buffer.append(given);
  else if (what === 'prepend') buffer.prepend(given);
  else if (what === 'gap') buffer.appendGap({ reason: 'outage' });
  else if (what === 'fill') {
    const gap = [...buffer.view()].find(({ kind }) => kind === 'gap');
    if (gap) buffer.fill(gap.seq, given);
  }
}

const setting = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 10 }),
  bound: fc.integer({ min: 5, max: 120 }),
  sizes: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 4 }),
  /** Nothing is packed before this step. */
  late: fc.boolean(),
  /** Which line, and which part of it, the term is taken from. */
  term: fc.tuple(fc.nat(), fc.nat(20), fc.integer({ min: 1, max: 4 })),
  wait: fc.boolean(),
});
type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;

function stage({ steps, bound, sizes, late }: Setting) {
  const { buffer, source, flush } = createBufferSource(bound);
  const [first, ...rest] = steps as [Step, ...Step[]];
  buffer.append(first.lines);
  flush();
  const packed = createPackedSource(source, late ? [0] : sizes);
  return {
    buffer,
    source: packed,
    /** The same lines, none of them packed. */
    single: createPackedSource(source, [0]),
    take(given: Step): void {
      if (given.do === 'pack') packed.repack(sizes);
      else change(buffer, given);
      flush();
    },
    rest,
  };
}

/** A part of a line held, as it was sent or as it is shown. */
function termOf(view: LogView, [line, from, length]: Setting['term']): string {
  const item = view.at(line % view.length);
  const raw = item?.kind === 'log' ? item.message : '';
  const text = from % 2 ? raw : stripAnsi(raw);
  const start = text.length === 0 ? 0 : from % text.length;
  return text.slice(start, start + length);
}

const seqs = (items: Iterable<LogItem>): number[] => [...items].map(({ seq }) => seq);

/** A clock that advances with every reading, so that a slice ends after a few. */
function hastyClock() {
  const clock = createVirtualClock();
  let looks = 0;
  return { clock, hasty: { ...clock, now: () => clock.now() + (looks += 3) } };
}

describe('packed lines', () => {
  it('are searched like any others', () => {
    fc.assert(
      fc.property(
        setting,
        fc.record({
          caseSensitive: fc.boolean(),
          wholeWord: fc.boolean(),
          regex: fc.constantFrom(false, false, true),
        }),
        (given, options: SearchOptions) => {
          const { buffer, source, take, rest } = stage(given);
          const { clock, hasty } = hastyClock();
          const search = createSearch(source, { clock: hasty });
          const term = termOf(buffer.view(), given.term);
          let find;
          try {
            find = compileSearch(term, options);
          } catch {
            return; // the part of the line is not a valid expression
          }
          search.find(term, options);
          const look = (): void => {
            const found = [...buffer.view()].map((item) => ({
              seq: item.seq,
              count: item.kind === 'log' ? find(stripAnsi(item.message)).length : 0,
            }));
            clock.advance(100);
            const hits = found.filter(({ count }) => count > 0);
            expect(search.getState().total).toBe(hits.reduce((sum, { count }) => sum + count, 0));
            expect(search.matchingSeqs()).toEqual(hits.map(({ seq }) => seq));
            // One can step to each of them.
            const visited = hits.flatMap(({ seq, count }) =>
              Array.from({ length: count }, (_, at) => [seq, at]),
            );
            const walked = visited.map(() => {
              search.next();
              const { current, currentSeq, currentInLine } = search.getState();
              return { current, at: [currentSeq, currentInLine] };
            });
            walked.sort((a, b) => a.current - b.current);
            expect(walked.map(({ at }) => at)).toEqual(visited);
          };
          look();
          for (const each of rest) {
            take(each);
            if (given.wait) look();
          }
          look();
          search.dispose();
          expect(clock.pending).toBe(0);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('are filtered like any others, with context and without', () => {
    fc.assert(
      fc.property(
        setting,
        fc.constantFrom<LogFilter>(
          { text: 'x' },
          { text: 'x', caseSensitive: true },
          { exclude: 'x' },
          { text: 'x', minLevel: 'warn' },
          { streams: ['stdout'] },
          { any: [{ steps: ['build'] }, { text: 'x' }] },
          { regex: 'a+b?' },
        ),
        fc.constantFrom(0, 0, 2),
        (given, form, context) => {
          const { buffer, source, single, take, rest } = stage(given);
          const { clock, hasty } = hastyClock();
          const term = termOf(buffer.view(), given.term);
          const withTerm = (part: LogFilter): LogFilter =>
            JSON.parse(JSON.stringify(part), (_key, value: unknown) =>
              value === 'x' ? term : value,
            ) as LogFilter;
          const filter = { ...withTerm(form), context };
          const filtered = createFilteredView(source, filter, { clock: hasty });
          const plain = createFilteredView(single, filter, {
            clock,
          });
          let left = false;
          source.observe(({ evicted }) => (left ||= evicted > 0));
          let followed = seqs(filtered.getView());
          filtered.observe((told, view) => {
            if (told.replaced) followed = seqs(view);
            else
              followed = [...seqs(told.prepended), ...followed.slice(told.evicted), ...seqs(told.appended)];
          });
          for (const each of rest) {
            const held = filtered.getView();
            const before = [...held];
            take(each);
            // Views are immutable.
            expect([...held]).toEqual(before);
            if (given.wait) clock.advance(100);
          }
          clock.advance(100);
          const items = [...buffer.view()];
          const test = compileFilter(filter);
          if (context === 0) expect(seqs(filtered.getView())).toEqual(seqs(items.filter(test)));
          // Context lines of an evicted match stay; a new filter would not show them.
          if (left) filtered.setFilter(filter);
          plain.setFilter(filter);
          clock.advance(100);
          expect(seqs(filtered.getView())).toEqual(seqs(plain.getView()));
          expect(filtered.getSnapshot().breaks).toEqual(plain.getSnapshot().breaks);
          expect(followed).toEqual(seqs(filtered.getView()));
          const shown = filtered.getView();
          expect([...shown].every((item, row) => shown.rowOf(item.seq) === row)).toBe(true);
          filtered.dispose();
          plain.dispose();
          expect(clock.pending).toBe(0);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('are counted like any others', () => {
    fc.assert(
      fc.property(setting, (given) => {
        const { buffer, source, single, take, rest } = stage(given);
        const { clock } = hastyClock();
        const stats = createStats(source, { clock });
        for (const each of rest) {
          take(each);
        }
        const fresh = createStats(single, { clock });
        expect({ ...stats.getStats(), rate: 0 }).toEqual({ ...fresh.getStats(), rate: 0 });
        expect(stats.facets).toEqual(fresh.facets);
        const entries = [...buffer.view()].filter(({ kind }) => kind === 'log');
        expect(stats.getStats().lines).toBe(entries.length);
        stats.dispose();
        fresh.dispose();
      }),
      { numRuns: 200 },
    );
  });
});
