import { describe, expect, it } from 'vitest';
import { bounds, reduceBrush, type Brush, type BrushEvent } from './brush.js';

const play = (events: readonly BrushEvent[]): Brush | undefined =>
  events.reduce<Brush | undefined>((brush, event) => reduceBrush(brush, event, [0, 9]), undefined);

describe('reduceBrush', () => {
  it('spans the bars that a held pointer passes, in either direction', () => {
    const brush = play([
      { type: 'down', at: 6, extend: false },
      { type: 'move', at: 2 },
      { type: 'up' },
      { type: 'move', at: 9 },
    ]);
    expect(brush && bounds(brush)).toEqual([2, 6]);
  });

  it('extends the selection with Shift, by pointer and by key', () => {
    const brush = play([
      { type: 'step', to: 3, extend: false },
      { type: 'step', to: 4, extend: true },
      { type: 'down', at: 7, extend: true },
      { type: 'up' },
    ]);
    expect(brush && bounds(brush)).toEqual([3, 7]);
  });

  it('stays within the bars', () => {
    const brush = play([
      { type: 'down', at: -4, extend: false },
      { type: 'move', at: 400 },
    ]);
    expect(brush && bounds(brush)).toEqual([0, 9]);
  });

  it('is cleared as a whole', () => {
    expect(play([{ type: 'step', to: 3, extend: false }, { type: 'clear' }])).toBeUndefined();
  });
});
