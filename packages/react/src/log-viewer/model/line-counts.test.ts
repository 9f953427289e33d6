import { describe, expect, it } from 'vitest';
import { packedArrayView, lines } from '../testing/array-view.js';
import { stageStream } from '../testing/staged-stream.js';
import { createLineCounts, gapsIn } from './line-counts.js';

const some = (count: number) => Array.from({ length: count }, (_, at) => ({ message: `line ${at}` }));

describe('lines of a view', () => {
  it('are counted without the gaps among them, as these come, go and are filled', () => {
    const stream = stageStream(some(3), 8);
    const counts = createLineCounts(stream);
    const held = (): number => counts.in(stream.getSnapshot().view);
    expect(held()).toBe(3);
    stream.appendGap({ reason: 'outage', missing: 2 });
    stream.append(some(1));
    expect(held()).toBe(4);
    stream.appendGap({ reason: 'outage' });
    expect([held(), stream.getSnapshot().view.length]).toEqual([4, 6]);
    stream.fillGap(3, some(2));
    expect([held(), stream.getSnapshot().view.length]).toEqual([6, 7]);
    stream.append(some(7));
    expect([held(), stream.getSnapshot().view.length]).toEqual([7, 8]);
    stream.append(some(1));
    expect(held()).toBe(8);
    stream.clear();
    expect(held()).toBe(0);
    counts.dispose();
    expect(stream.listeners).toBe(0);
  });

  it('are counted in a part of them, too', () => {
    const stream = stageStream(some(1));
    stream.appendGap({ reason: 'outage' });
    stream.append(some(5));
    const part = stageStream(some(4)).getSnapshot().view;
    expect(createLineCounts(stream).in(part)).toBe(3);
  });

  it('are stepped over in blocks', () => {
    expect(gapsIn(packedArrayView(lines(0, 100), 8))).toEqual([]);
  });
});
