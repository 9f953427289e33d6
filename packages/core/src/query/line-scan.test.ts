/** How much a filter or a search does before it returns to the user who typed. */
import { describe, expect, it } from 'vitest';
import type { DecodedLine } from '../entry.js';
import type { Clock } from '../lib/clock.js';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { createFilteredView } from './filtered-view.js';
import { createSearch } from './search.js';
import { createBufferSource } from './testing/buffer-source.js';

const LINES = 100_000;
const FIRST = 16_384;

function largeBuffer() {
  const made = createBufferSource(LINES);
  const line: DecodedLine = { level: 'info', message: 'a needle', labels: {}, raw: undefined };
  made.buffer.append(Array.from({ length: LINES }, () => line));
  made.flush();
  return made;
}

/** A virtual clock stands still, so only the number of lines ends a slice. */
describe('a hundred thousand lines on an infinitely fast machine', () => {
  it('are filtered up to a limit before setFilter() returns', () => {
    const { source } = largeBuffer();
    const clock = createVirtualClock();
    const filtered = createFilteredView(source, {}, { clock });
    for (const text of ['n', 'ne', 'needle']) {
      filtered.setFilter({ text });
      expect(filtered.getSnapshot().pending).toBe(true);
      expect(filtered.getView().length).toBe(FIRST);
    }
    clock.advance(1);
    expect(filtered.getSnapshot().pending).toBe(false);
    expect(filtered.getView().length).toBe(LINES);
  });

  it('are filtered up to the same limit with context lines', () => {
    const { source } = largeBuffer();
    const clock = createVirtualClock();
    const filtered = createFilteredView(source, { text: 'needle', context: 20 }, { clock });
    expect(filtered.pending).toBe(true);
    expect(filtered.getView().length).toBeLessThanOrEqual(FIRST);
    clock.advance(1);
    expect(filtered.getView().length).toBe(LINES);
  });

  it('are searched up to a limit before find() returns', () => {
    const { source } = largeBuffer();
    const clock = createVirtualClock();
    const search = createSearch(source, { clock });
    for (const term of ['n', 'ne', 'needle']) {
      search.find(term);
      expect(search.getState()).toMatchObject({ pending: true, current: 1 });
      expect(search.matchingSeqs()).toHaveLength(FIRST);
    }
    clock.advance(1);
    expect(search.getState()).toMatchObject({ pending: false, total: LINES });
  });

  it('are searched first where somebody reads', () => {
    const { source } = largeBuffer();
    const clock = createVirtualClock();
    const search = createSearch(source, { clock });
    search.find('needle', { fromSeq: 90_000 });
    expect(search.getState()).toMatchObject({ pending: true, currentSeq: 90_000 });
    clock.advance(1);
    expect(search.getState()).toMatchObject({ pending: false, total: LINES, current: 90_001 });
  });
});

/** A clock that advances with every reading, so that a slice ends after some thousand lines; and the slices that are scheduled. */
function tickingClock() {
  let reads = 0;
  const waiting: (() => void)[] = [];
  const clock: Clock = {
    now: () => reads++,
    schedule(fn) {
      waiting.push(fn);
      return () => void waiting.splice(0, waiting.length, ...waiting.filter((each) => each !== fn));
    },
  };
  return { clock, slice: () => waiting.shift()?.() };
}

describe('a hundred thousand lines that take many slices', () => {
  const WORDS = ['needle', 'hay', 'straw', 'hay needle needle'];
  const line = (at: number): DecodedLine => ({
    level: 'info',
    message: WORDS[at % WORDS.length] as string,
    labels: {},
    raw: undefined,
  });

  function flowing() {
    const made = createBufferSource(LINES);
    made.buffer.append(Array.from({ length: LINES }, (_, at) => line(at)));
    made.flush();
    let at = LINES;
    return {
      ...made,
      /** Appends lines; as many are evicted. */
      flow(count: number) {
        made.buffer.append(Array.from({ length: count }, () => line(at++)));
        made.flush();
      },
    };
  }

  it.each([0, 2])(
    'are reported by a filter with %i context lines in fewer changes than slices, and none is lost',
    (context) => {
      const { source, flow } = flowing();
      const { clock, slice } = tickingClock();
      const filtered = createFilteredView(source, { text: 'straw', context }, { clock });
      let told = [...filtered.getView()].map(({ seq }) => seq);
      let looks = 0;
      filtered.observe(({ prepended, evicted, appended }) => {
        looks += 1;
        const numbers = (items: typeof appended): number[] => items.map(({ seq }) => seq);
        told = [...numbers(prepended), ...told.slice(evicted), ...numbers(appended)];
      });
      let slices = 0;
      for (; filtered.pending; slices += 1) {
        // Sometimes so many lines are evicted that some had been found but not reported.
        if (slices % 5 === 3) flow(slices === 8 ? 60_000 : 700);
        slice();
      }
      expect(slices).toBeGreaterThan(10);
      expect(looks).toBeLessThan(slices);
      const view = filtered.getView();
      expect(told).toEqual([...view].map(({ seq }) => seq));
      expect(view.length).toBe(context === 0 ? LINES / 4 : LINES);
    },
  );

  it('are counted by a search that reports the first match at once, and its progress now and then', () => {
    const { source, flow } = flowing();
    const { clock, slice } = tickingClock();
    const search = createSearch(source, { clock });
    const totals: number[] = [];
    search.subscribe(() => void totals.push(search.getState().total));
    search.find('needle');
    expect(search.getState()).toMatchObject({ current: 1, pending: true });
    let slices = 0;
    for (; search.getState().pending; slices += 1) {
      if (slices === 4) flow(700);
      slice();
    }
    expect(totals.length).toBeLessThan(slices);
    expect(search.getState().total).toBe((LINES * 3) / 4);
    expect(search.matchingSeqs()).toHaveLength(LINES / 2);
  });
});
