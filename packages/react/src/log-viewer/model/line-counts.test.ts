import { EMPTY_LEDGER, type LogGap } from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import { arrayView, lines } from '../testing/array-view.js';
import { stageStream } from '../testing/staged-stream.js';
import { linesIn } from './line-counts.js';

const some = (count: number) => Array.from({ length: count }, (_, at) => ({ message: `line ${at}` }));

describe('lines of a view', () => {
  it('are counted without the gaps among them, as these come, go and are filled', () => {
    const stream = stageStream(some(3), 8);
    const held = (): number => {
      const { view, ledger } = stream.getSnapshot();
      return linesIn(view, ledger);
    };
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
  });

  it('are counted without a look at each where the view knows its gaps', () => {
    const gap: LogGap = { kind: 'gap', seq: 2, reason: 'outage' };
    const view = arrayView([...lines(0, 2), gap, ...lines(3, 5)]);
    const ledger = { ...EMPTY_LEDGER, gaps: 7 };
    expect(linesIn(view, ledger)).toBe(4);
    const slice = () => expect.fail('The rows were looked at.');
    expect(linesIn({ ...view, slice, gaps: () => [gap] }, ledger)).toBe(4);
    expect(linesIn({ ...view, slice }, EMPTY_LEDGER)).toBe(5);
  });
});
