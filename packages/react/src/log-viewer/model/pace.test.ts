import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INITIAL_PACE, drawAt, isOver, type Pace } from './pace.js';

const FRAME = 1000 / 60;

/** Which of these frames are drawn, one after the other. */
function play(
  replaces: readonly boolean[],
  frame = FRAME,
): { readonly drawn: readonly number[]; readonly pace: Pace } {
  let pace = INITIAL_PACE;
  const drawn: number[] = [];
  replaces.forEach((all, at) => {
    const next = drawAt(pace, at * frame, all);
    pace = next.pace;
    if (next.draw) drawn.push(at);
  });
  return { drawn, pace };
}

describe('the pace of drawing', () => {
  it('is every frame while most of the lines in sight stay there', () => {
    expect(play(Array.from({ length: 10 }, () => false)).drawn).toHaveLength(10);
  });

  it('is every second frame when each would replace half of what is in sight, at any rate of frames', () => {
    expect(play(Array.from({ length: 60 }, () => true)).drawn.length).toBeLessThanOrEqual(32);
    expect(
      play(
        Array.from({ length: 120 }, () => true),
        FRAME / 2,
      ).drawn.length,
    ).toBeLessThanOrEqual(34);
  });

  it('does not change for a page of lines that comes at once', () => {
    const { drawn, pace } = play([false, true, false, false]);
    expect(drawn).toHaveLength(4);
    expect(pace.rushing).toBe(false);
  });

  it('is calm again a while after the last rush', () => {
    const { pace } = play([true, true, true]);
    expect(pace.rushing).toBe(true);
    expect(isOver(pace, 3 * FRAME)).toBe(false);
    expect(isOver(pace, 3 * FRAME + 1_000)).toBe(true);
    expect(drawAt(pace, 3 * FRAME + 1_000, false).pace.rushing).toBe(false);
  });

  it('never lets two frames go by without drawing', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (frames) => {
        const { drawn } = play(frames);
        drawn.forEach((at, index) => expect(at - (drawn[index - 1] ?? -1)).toBeLessThanOrEqual(2));
      }),
    );
  });
});
