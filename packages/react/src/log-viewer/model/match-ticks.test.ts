import { describe, expect, it } from 'vitest';
import { arrayView, lines } from '../testing/array-view.js';
import { tickSteps } from './match-ticks.js';

describe('ticks on the scroll bar', () => {
  it('stand at the share of the log where the matches are', () => {
    const view = arrayView(lines(0, 1_000));
    expect(tickSteps([0, 500, 501, 999], view, 100)).toEqual([0, 50, 99]);
    expect(tickSteps([], view, 100)).toEqual([]);
    expect(tickSteps([3], arrayView([]), 100)).toEqual([]);
  });

  it('leave out what is held no more, and merge what one step holds', () => {
    const view = arrayView(lines(500, 1_500));
    expect(tickSteps([3, 499, 500, 1_499], view, 10)).toEqual([0, 9]);
    expect(
      tickSteps(
        Array.from({ length: 1_000 }, (_, at) => 500 + at),
        view,
        10,
      ),
    ).toHaveLength(10);
  });

  it('serve fewer lines than steps', () => {
    expect(tickSteps([1], arrayView(lines(0, 2)), 10)).toEqual([5]);
  });
});
