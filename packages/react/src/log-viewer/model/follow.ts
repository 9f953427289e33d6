/**
 * Whether the viewport follows the end. Pure: events in, state out.
 *
 * Following ends only when the user scrolls up: by wheel, touch, key, or a drag of the scroll bar. A scroll caused by the viewer,
 * the page's layout or a script never ends it. It resumes when the user scrolls down to the end.
 *
 * Browsers do not tell of a finger on the scroll bar. But while the viewer puts the scroller back to the end each time, the finger goes on from
 * where it was; scripts and layouts do not.
 */

/** Distance from the end that still counts as the end, because under zoom `scrollTop` is fractional and rarely exact. CSS pixels. */
const END_TOLERANCE = 4;

/** After so many scrolls in a row, each from where the one before had led, it is a finger on the scroll bar. */
const TUGS = 3;

/** The scroll position: `top` is the offset, `end` the largest possible offset. CSS pixels. */
export interface ScrollPosition {
  readonly top: number;
  readonly end: number;
}

/** The state of the machine. */
export interface FollowState {
  readonly following: boolean;
  /** A pointer or finger is down on the viewport or its scroll bar. */
  readonly held: boolean;
  /** The offset of the last scroll event. */
  readonly top: number;
  /** The offset to which somebody unknown has moved it last, away from the end that is followed, and how often in a row further up. */
  readonly tug: { readonly top: number; readonly count: number };
}

/** The events of the machine. */
export type FollowEvent =
  /** The user is about to scroll, but nothing has moved yet: a wheel turn, a touch, a key. */
  | { readonly type: 'intent'; readonly direction: 'up' | 'down'; readonly at: ScrollPosition }
  /** A pointer or finger went down, or all of them left. */
  | { readonly type: 'hold'; readonly held: boolean }
  /** The scroller moved. `own`: to where the viewer had put it. */
  | { readonly type: 'scroll'; readonly at: ScrollPosition; readonly own: boolean }
  /** Set by the program or a button. */
  | { readonly type: 'set'; readonly following: boolean };

/** The state at the start. */
export function initialFollow(following: boolean): FollowState {
  return { following, held: false, top: 0, tug: { top: 0, count: 0 } };
}

/** Whether the position counts as the end. */
export function isAtEnd(at: ScrollPosition): boolean {
  return at.end - at.top <= END_TOLERANCE;
}

/** The next state. `sticky` false: the end is reached without sticking to it (`autoScroll={false}`). */
export function reduceFollow(state: FollowState, event: FollowEvent, sticky = true): FollowState {
  switch (event.type) {
    case 'hold':
      return { ...state, held: event.held };
    case 'set':
      return { ...state, following: event.following };
    case 'intent':
      // Stop following at once: while lines arrive, the end is pinned in each frame, which would swallow a slow scroll.
      // The browser may have scrolled to the very top before the wheel event arrives, so check whether there is anything to scroll at all.
      if (event.direction === 'up')
        return Math.max(event.at.top, event.at.end) > END_TOLERANCE ? { ...state, following: false } : state;
      return sticky && isAtEnd(event.at) ? { ...state, following: true } : state;
    case 'scroll': {
      const moved = event.at.top - state.top;
      const next = { ...state, top: event.at.top };
      if (event.own) return next;
      if (moved < 0 && state.held && !isAtEnd(event.at)) return { ...next, following: false };
      if (moved > 0 && sticky && isAtEnd(event.at)) return { ...next, following: true };
      if (!state.following || state.held || isAtEnd(event.at)) return next;
      const count = next.top < state.tug.top ? state.tug.count + 1 : 1;
      return { ...next, following: count < TUGS, tug: { top: next.top, count } };
    }
  }
}
