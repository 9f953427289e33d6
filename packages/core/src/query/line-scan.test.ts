/** How much is read before a filter or a search comes back to the one who typed. */
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

/** The time of a virtual clock stands still while it is read: nothing but the number of lines ends a slice. */
describe('a hundred thousand lines on a machine for which they are nothing', () => {
  it('are tested by a filter up to a bound before it comes back', () => {
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

  it('are tested up to the same bound where lines around each match are asked for, too', () => {
    const { source } = largeBuffer();
    const clock = createVirtualClock();
    const filtered = createFilteredView(source, { text: 'needle', context: 20 }, { clock });
    expect(filtered.pending).toBe(true);
    expect(filtered.getView().length).toBeLessThanOrEqual(FIRST);
    clock.advance(1);
    expect(filtered.getView().length).toBe(LINES);
  });

  it('are searched up to a bound before the search comes back', () => {
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
});

/** A clock that goes on by itself, so that a slice ends after some thousand lines, and the slices that wait. */
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
      /** Lines come at the end, and as many go at the front. */
      flow(count: number) {
        made.buffer.append(Array.from({ length: count }, () => line(at++)));
        made.flush();
      },
    };
  }

  it.each([0, 2])(
    'are told by a filter with %i lines around each in fewer looks, and none is lost',
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
        // Now and then the front goes so fast that it takes lines with it that were found and not yet told.
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

  it('are counted by a search that draws its first place at once, and its count now and then', () => {
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
