import { describe, expect, it } from 'vitest';
import { initialFollow, reduceFollow, type FollowEvent, type FollowState } from './follow.js';

const run = (state: FollowState, events: readonly FollowEvent[], sticky = true): FollowState =>
  events.reduce((current, event) => reduceFollow(current, event, sticky), state);
const scroll = (top: number, end = 1000, own = false): FollowEvent => ({
  type: 'scroll',
  at: { top, end },
  own,
});
const up = (top: number, end = 1000): FollowEvent => ({ type: 'intent', direction: 'up', at: { top, end } });
const down = (top: number, end = 1000): FollowEvent => ({
  type: 'intent',
  direction: 'down',
  at: { top, end },
});
const atEnd = run(initialFollow(true), [scroll(1000, 1000, true)]);

describe('following', () => {
  it('lets go as soon as the user turns the wheel up, before anything moved', () => {
    expect(run(atEnd, [up(1000)]).following).toBe(false);
  });

  it('lets go also where the browser has already scrolled to the very top', () => {
    expect(run(atEnd, [scroll(0), up(0)]).following).toBe(false);
  });

  it('stays when there is nothing to scroll', () => {
    expect(run(initialFollow(true), [up(0, 0)]).following).toBe(true);
  });

  it('lets go on a drag upward, and only while it is held', () => {
    expect(run(atEnd, [{ type: 'hold', held: true }, scroll(900)]).following).toBe(false);
    expect(
      run(atEnd, [{ type: 'hold', held: true }, { type: 'hold', held: false }, scroll(900)]).following,
    ).toBe(true);
  });

  it('lets go when a finger drags the scroll bar, which goes on from where it was although it was put back', () => {
    const back = scroll(1000, 1000, true);
    expect(run(atEnd, [scroll(900), back, scroll(800), back]).following).toBe(true);
    expect(run(atEnd, [scroll(900), back, scroll(800), back, scroll(700)]).following).toBe(false);
  });

  it('does not let go when a script or the layout moves the scroller', () => {
    expect(run(atEnd, [scroll(300)]).following).toBe(true);
    expect(run(atEnd, [scroll(300, 1000, true)]).following).toBe(true);
    expect(run(atEnd, [scroll(400, 400)]).following).toBe(true);
    expect(run(atEnd, [scroll(300), scroll(300), scroll(300), scroll(300)]).following).toBe(true);
  });

  it.each([0, 0.4, 0.6667, 1.5, 3.9])('comes back %d px short of the end', (short) => {
    const away = run(atEnd, [up(1000), scroll(700)]);
    expect(run(away, [down(700), scroll(1000 - short)]).following).toBe(true);
  });

  it('does not come back on the way up, even when the first step is tiny', () => {
    expect(run(atEnd, [up(1000), scroll(999.2)]).following).toBe(false);
  });

  it('does not come back because we kept the place', () => {
    const away = run(atEnd, [up(1000), scroll(700)]);
    expect(run(away, [scroll(1000, 1000, true)]).following).toBe(false);
  });

  it('comes back on a wheel turn down at the very end, where nothing can move', () => {
    expect(run(run(atEnd, [up(1000)]), [down(999.5)]).following).toBe(true);
  });

  it('never sticks by itself when it is not sticky', () => {
    const off = initialFollow(false);
    expect(run(off, [down(1000), scroll(1000)], false).following).toBe(false);
    expect(run(off, [{ type: 'set', following: true }], false).following).toBe(true);
  });
});
