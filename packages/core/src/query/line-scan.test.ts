/** How much is read before a filter or a search comes back to the one who typed. */
import { describe, expect, it } from 'vitest';
import type { DecodedLine } from '../entry.js';
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
