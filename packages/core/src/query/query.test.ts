/** Filter, search and statistics compared with a simple scan, after any sequence of changes to a buffer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogBuffer } from '../buffer/log-buffer.js';
import { LOG_LEVELS, type DecodedLine, type LogItem } from '../entry.js';
import type { Clock } from '../lib/clock.js';
import { stripAnsi } from '../format/strip-ansi.js';
import { createVirtualClock, type VirtualClock } from '../testing/virtual-clock.js';
import { createFilteredView } from './filtered-view.js';
import { compileFilter, isEmptyFilter, type LogFilter } from './filter.js';
import { compileSearch } from './search-pattern.js';
import { createSearch } from './search.js';
import { createStats } from './stats.js';
import { createBufferSource } from './testing/buffer-source.js';

const WORDS = ['alpha', 'beta', 'alpha alpha', 'GAMMA', '\u001b[31mal\u001b[0mpha'];

function line(at: number): DecodedLine {
  return {
    level: LOG_LEVELS[at % LOG_LEVELS.length] ?? 'info',
    message: WORDS[at % WORDS.length] ?? '',
    labels: { stream: at % 2 ? 'stderr' : 'stdout', service: `s${at % 3}` },
    raw: undefined,
  };
}

const operation = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 0, max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('gap' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('prepend' as const), count: fc.integer({ min: 1, max: 20 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('fill' as const), count: fc.integer({ min: 0, max: 20 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

let counter = 0;
function apply(buffer: LogBuffer, step: Exclude<Operation, { do: 'wait' }>): void {
  const lines = 'count' in step ? Array.from({ length: step.count }, () => line(counter++)) : [];
  if (step.do === 'append') buffer.append(lines);
  else if (step.do === 'gap') buffer.appendGap({ reason: 'outage' });
  else if (step.do === 'prepend') buffer.prepend(lines);
  else if (step.do === 'clear') buffer.clear();
  else {
    const gap = [...buffer.view()].find((item) => item.kind === 'gap');
    if (gap) buffer.fill(gap.seq, lines);
  }
}

const seqs = (items: Iterable<LogItem>): number[] => [...items].map((item) => item.seq);

describe('a filter', () => {
  const entry = (over: Partial<DecodedLine>): LogItem => ({ kind: 'log', seq: 0, ...line(0), ...over });

  it('requires all conditions, and one value of each', () => {
    const passes = (filter: LogFilter, item: LogItem): boolean => compileFilter(filter)(item);
    const item = entry({
      level: 'error',
      message: '\u001b[31mDisk\u001b[0m full',
      labels: { stream: 'stderr', step_name: 'Build image', type: 'task' },
    });
    expect(passes({ levels: ['warn', 'error'], streams: ['stderr'], text: 'disk full' }, item)).toBe(true);
    expect(passes({ levels: ['warn', 'error'], streams: ['stdout'] }, item)).toBe(false);
    expect(passes({ minLevel: 'warn', steps: ['image'], types: ['task'] }, item)).toBe(true);
    expect(passes({ minLevel: 'fatal' }, item)).toBe(false);
    expect(passes({ text: 'disk', caseSensitive: true }, item)).toBe(false);
    expect(passes({ regex: '^disk\\s' }, item)).toBe(true);
    expect(passes({ regex: /Disk/g }, item) && passes({ regex: /Disk/g }, item)).toBe(true);
    expect(passes({ exclude: 'full' }, item)).toBe(false);
    expect(passes({ labels: { type: ['job', 'task'] } }, item)).toBe(true);
    expect(() => compileFilter({ regex: '(' })).toThrow(/regular expression/);
  });

  it('never hides a gap', () => {
    expect(compileFilter({ text: 'nothing has this' })({ kind: 'gap', seq: 0, reason: 'outage' })).toBe(true);
  });

  it('isEmptyFilter recognises a filter without conditions', () => {
    expect(isEmptyFilter({ text: '', labels: {}, caseSensitive: true })).toBe(true);
    expect(isEmptyFilter({ regex: /x/ })).toBe(false);
  });

  it('shows what a simple scan of all lines would, after any sequence of changes', () => {
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 25 }),
        fc.integer({ min: 5, max: 200 }),
        fc.constantFrom<LogFilter>({ text: 'alpha' }, { minLevel: 'warn' }, {}),
        (steps, bound, filter) => {
          const { buffer, source, flush } = createBufferSource(bound);
          const clock = createVirtualClock();
          const filtered = createFilteredView(source, filter, { clock });
          let replayed: number[] = [];
          filtered.observe((change, view) => {
            if (change.replaced) replayed = seqs(view);
            else
              replayed = [
                ...seqs(change.prepended),
                ...replayed.slice(change.evicted),
                ...seqs(change.appended),
              ];
          });
          const test = compileFilter(filter);
          for (const step of steps) {
            if (step.do === 'wait') clock.advance(100);
            else apply(buffer, step);
            flush();
            clock.advance(100);
            const view = filtered.getView();
            expect(seqs(view)).toEqual(seqs([...buffer.view()].filter(test)));
            expect(view.gaps?.()).toEqual([...view].filter(({ kind }) => kind === 'gap'));
            expect(replayed).toEqual(seqs(filtered.getView()));
          }
          filtered.dispose();
          expect(clock.pending).toBe(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('filters a large buffer backward in slices while lines arrive and leave', () => {
    const { buffer, source, flush } = createBufferSource(60_000);
    buffer.append(Array.from({ length: 60_000 }, (_, at) => line(at)));
    flush();
    const clock = createVirtualClock();
    // The clock advances with every reading, so that every slice ends.
    let reads = 0;
    const ticking = { ...clock, now: () => clock.now() + reads++ };
    const filtered = createFilteredView(source, { text: 'beta' }, { clock: ticking });
    expect(filtered.pending).toBe(true);
    expect(filtered.getView().at(filtered.getView().length - 1)?.seq).toBe(59_996);
    while (filtered.pending) {
      buffer.append([line(1)]);
      flush();
      clock.advance(1);
    }
    expect(seqs(filtered.getView())).toEqual(
      seqs([...buffer.view()].filter(compileFilter({ text: 'beta' }))),
    );
  });
});

describe('a search', () => {
  it('counts every match, and wraps around', () => {
    const { buffer, source, flush } = createBufferSource(100);
    const search = createSearch(source);
    buffer.append([0, 1, 2, 4].map(line));
    flush();
    search.find('alpha');
    expect(search.getState()).toMatchObject({ total: 4, current: 1, currentSeq: 0 });
    search.next();
    search.next();
    expect(search.getState()).toMatchObject({ current: 3, currentSeq: 2, currentInLine: 1 });
    search.next();
    search.next();
    expect(search.getState()).toMatchObject({ current: 1, currentSeq: 0 });
    search.previous();
    expect(search.getState()).toMatchObject({ current: 4, currentSeq: 3 });
    search.find('alpha', { fromSeq: 1 });
    expect(search.getState()).toMatchObject({ current: 2, currentSeq: 2 });
    search.find('beta', { fromSeq: 3 });
    expect(search.getState()).toMatchObject({ total: 1, current: 1, currentSeq: 1 });
    search.find('al', { fromSeq: 4 });
    expect(search.getState()).toMatchObject({ total: 4, current: 4, currentSeq: 3 });
    search.find('');
    expect(search.getState()).toMatchObject({ total: 0, current: 0 });
  });

  it('keeps the last result if an expression is invalid, and reports the error', () => {
    const { buffer, source, flush } = createBufferSource(100);
    buffer.append([line(0)]);
    flush();
    const search = createSearch(source);
    search.find('al.ha', { regex: true });
    search.find('al(', { regex: true });
    expect(search.getState()).toMatchObject({ total: 1, error: { kind: 'invalid-argument' } });
  });

  it('finds literal text and whole words, and never an empty match', () => {
    const places = (text: string, term: string, options = {}) => compileSearch(term, options)(text);
    expect(places('a.b axb a.b', 'a.b')).toEqual([
      [0, 3],
      [8, 11],
    ]);
    expect(places('Über über überall', 'über', { wholeWord: true })).toEqual([
      [0, 4],
      [5, 9],
    ]);
    expect(places('aaa', 'x*', { regex: true })).toEqual([]);
    expect(places('AbA', 'a', { caseSensitive: true })).toEqual([]);
  });

  it('is exact after any sequence of changes', () => {
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 25 }),
        fc.integer({ min: 5, max: 200 }),
        fc.nat(50),
        fc.integer({ min: -50, max: 400 }),
        (steps, bound, moves, fromSeq) => {
          const { buffer, source, flush } = createBufferSource(bound);
          const clock = createVirtualClock();
          const search = createSearch(source, { clock });
          search.find('alpha', { fromSeq });
          const ranges = compileSearch('alpha');
          for (const step of steps) {
            if (step.do === 'wait') for (let at = 0; at < moves; at++) search.next();
            else apply(buffer, step);
            flush();
            clock.advance(100);
            const places = [...buffer.view()].flatMap((item) => {
              if (item.kind === 'gap') return [];
              return ranges(item.message.replace(/\u001b\[\d+m/g, '')).map(() => item.seq);
            });
            const state = search.getState();
            expect(state.total).toBe(places.length);
            if (places.length > 0) expect(state.current).toBeGreaterThan(0);
            if (state.current > 0) expect(places[state.current - 1]).toBe(state.currentSeq);
          }
          search.dispose();
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a search in a large buffer', () => {
  /** A clock that advances a millisecond with every reading, so that every slice ends. */
  function createTickingClock(): { readonly clock: Clock; readonly virtual: VirtualClock } {
    const virtual = createVirtualClock();
    let looks = 0;
    return { virtual, clock: { ...virtual, now: () => virtual.now() + looks++ } };
  }

  it('keeps counting while lines arrive, leave and are loaded from the history', () => {
    const { buffer, source, flush } = createBufferSource(80_000);
    buffer.append(Array.from({ length: 60_000 }, (_, at) => line(at)));
    flush();
    const { clock, virtual } = createTickingClock();
    const search = createSearch(source, { clock });
    search.find('gamma');
    expect(search.getState()).toMatchObject({ pending: true, current: 1, currentSeq: 3 });
    for (let round = 0; search.getState().pending; round++) {
      if (round % 3 === 0) buffer.append([line(3), line(4)]);
      if (round % 3 === 1) buffer.prepend([line(2), line(3)]);
      if (round % 3 === 2) buffer.append(Array.from({ length: 10_000 }, () => line(0)));
      flush();
      virtual.advance(1);
    }
    const held = [...buffer.view()].filter((item) => item.kind === 'log' && item.message === 'GAMMA');
    expect(search.getState().total).toBe(held.length);
    expect(search.matchingSeqs()).toEqual(seqs(held));
    search.dispose();
    expect(virtual.pending).toBe(0);
  });

  it('stays exact over a filter that is still pending', () => {
    const { buffer, source, flush } = createBufferSource(80_000);
    buffer.append(Array.from({ length: 60_000 }, (_, at) => line(at)));
    flush();
    const { clock, virtual } = createTickingClock();
    const filtered = createFilteredView(source, { streams: ['stderr'] }, { clock });
    const search = createSearch(filtered, { clock });
    search.find('alpha');
    const first = search.getState().currentSeq as number;
    while (filtered.pending || search.getState().pending) virtual.advance(1);
    const ranges = compileSearch('alpha');
    const places = [...filtered.getView()].flatMap((item) =>
      item.kind === 'log' ? ranges(stripAnsi(item.message)).map(() => item.seq) : [],
    );
    expect(search.getState()).toMatchObject({
      total: places.length,
      currentSeq: first,
      current: places.indexOf(first) + 1,
    });
  });

  it.each([
    ['keeps the current match', 105, 105],
    ['goes to the first match after the current one, which is left out,', 100, 105],
  ])('%s under a filter that begins with the newest lines', (_what, from, to) => {
    const { buffer, source, flush } = createBufferSource(80_000);
    buffer.append(Array.from({ length: 60_000 }, (_, at) => line(at)));
    flush();
    const { clock, virtual } = createTickingClock();
    const filtered = createFilteredView(source, {}, { clock });
    const search = createSearch(filtered, { clock });
    const finish = (): void => {
      while (filtered.pending || search.getState().pending) virtual.advance(1);
    };
    search.find('alpha', { fromSeq: from });
    finish();
    expect(search.getState().currentSeq).toBe(from);
    for (const service of [['s0', 's1', 's2'], undefined]) {
      filtered.setFilter({ streams: ['stderr'], ...(service ? { labels: { service } } : {}) });
      expect(filtered.pending).toBe(true);
      expect(search.getState().currentSeq).toBeGreaterThan(1_000);
      if (!service) finish();
    }
    expect(search.getState().currentSeq).toBe(to);
  });

  it('keeps the current match when older lines are loaded', () => {
    const { buffer, source, flush } = createBufferSource(1_000);
    buffer.append([line(0), line(1), line(2)]);
    flush();
    const search = createSearch(source);
    search.find('alpha');
    search.next();
    expect(search.getState()).toMatchObject({ current: 2, total: 3, currentSeq: 2 });
    buffer.prepend([line(0), line(0)]);
    flush();
    expect(search.getState()).toMatchObject({ current: 4, total: 5, currentSeq: 2 });
    search.previous();
    search.previous();
    expect(search.getState()).toMatchObject({ current: 2, currentSeq: -1 });
  });
});

describe('statistics', () => {
  it('count the lines held, after any sequence of changes', () => {
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 25 }),
        fc.integer({ min: 5, max: 200 }),
        (steps, bound) => {
          const { buffer, source, flush } = createBufferSource(bound);
          const stats = createStats(source);
          for (const step of steps) {
            if (step.do !== 'wait') apply(buffer, step);
            flush();
          }
          const entries = [...buffer.view()].filter((item) => item.kind === 'log');
          const { levels, lines, streams, sources } = stats.getStats();
          expect(lines).toBe(entries.length);
          const sum = (counts: object): number =>
            Object.values(counts).reduce((all: number, one) => all + (one as number), 0);
          for (const counts of [levels, streams, sources]) expect(sum(counts)).toBe(entries.length);
          for (const level of LOG_LEVELS)
            expect(levels[level] ?? 0).toBe(entries.filter((entry) => entry.level === level).length);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('count every label that groups lines, and name one that identifies them', () => {
    const { buffer, source, flush } = createBufferSource(300);
    const stats = createStats(source);
    const labelled = (at: number): DecodedLine => ({
      ...line(at),
      labels: { pod: `p${at % 4}`, request: `r${at}`, constructor: 'x' },
    });
    buffer.append(Array.from({ length: 250 }, (_, at) => labelled(at)));
    flush();
    expect([...stats.facets.keys()].sort()).toEqual(['constructor', 'pod', 'request']);
    expect(stats.facets.get('request')?.size).toBe(0);
    expect(Object.fromEntries(stats.facets.get('pod') ?? [])).toEqual({ p0: 63, p1: 63, p2: 62, p3: 62 });
    buffer.append(Array.from({ length: 300 }, () => line(1)));
    flush();
    // The labels were evicted with their lines.
    expect([...stats.facets.keys()].sort()).toEqual(['service', 'stream']);
    expect(Object.fromEntries(stats.facets.get('stream') ?? [])).toEqual({ stderr: 300 });
    // From then on its values are counted again.
    buffer.append([labelled(1), labelled(1)]);
    flush();
    expect(Object.fromEntries(stats.facets.get('request') ?? [])).toEqual({ r1: 2 });
    buffer.clear();
    flush();
    expect(stats.facets.size).toBe(0);
  });

  it('report the rate over the last seconds', () => {
    const { buffer, source, flush } = createBufferSource(1_000);
    const clock = createVirtualClock();
    const stats = createStats(source, { clock });
    buffer.append(Array.from({ length: 50 }, (_, at) => line(at)));
    flush();
    expect(stats.getStats().rate).toBe(10);
  });

  it('let the rate fall to 0 when no line arrives, report it, and then stop the timer', () => {
    const { buffer, source, flush } = createBufferSource(1_000);
    const clock = createVirtualClock();
    const stats = createStats(source, { clock });
    const rates: number[] = [];
    stats.subscribe(() => void rates.push(stats.getStats().rate));
    buffer.append([line(0), line(1), line(2), line(3), line(4)]);
    buffer.appendGap({ reason: 'outage' });
    flush();
    clock.advance(20_000);
    expect(rates[0]).toBe(1);
    expect(rates.at(-1)).toBe(0);
    expect(stats.getStats().rate).toBe(0);
    expect(clock.pending).toBe(0);
    buffer.append([line(0)]);
    flush();
    expect(clock.pending).toBe(1);
    stats.dispose();
    expect(clock.pending).toBe(0);
  });
});
