/**
 * Whether the viewport sticks to the newest line. Pure: events in, state out.
 *
 * Following ends only when the user scrolls up: wheel, finger, key, or a drag of the scroll bar. A scroll that we,
 * the page's layout or a script made never ends it. It comes back when the end is reached again by scrolling down.
 */

/** Under zoom `scrollTop` is fractional and the end is rarely met exactly. CSS pixels. */
export const END_TOLERANCE = 4;

/** Where the scroller is: `top` is its offset, `end` the largest offset it can have. CSS pixels. */
export interface ScrollPosition {
  readonly top: number;
  readonly end: number;
}

/** What the machine remembers. */
export interface FollowState {
  readonly following: boolean;
  /** A pointer is down on the viewport or its scroll bar, or a finger on the glass. */
  readonly held: boolean;
  /** The offset of the last scroll event. */
  readonly top: number;
}

/** What can happen. */
export type FollowEvent =
  /** The user asks to move, before anything has moved: a wheel turn, a finger, a key. */
  | { readonly type: 'intent'; readonly direction: 'up' | 'down'; readonly at: ScrollPosition }
  /** A pointer or finger went down, or all of them left. */
  | { readonly type: 'hold'; readonly held: boolean }
  /** The scroller moved. `own`: to where we had put it. */
  | { readonly type: 'scroll'; readonly at: ScrollPosition; readonly own: boolean }
  /** The program or a button decides. */
  | { readonly type: 'set'; readonly following: boolean };

/** The state at the start. */
export function initialFollow(following: boolean): FollowState {
  return { following, held: false, top: 0 };
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
      // Let go at once: while lines flow we pin the end each frame, which would swallow a slow scroll.
      // The browser may have scrolled before it tells of the wheel, to the very top: so what counts is whether there is anything above.
      if (event.direction === 'up')
        return Math.max(event.at.top, event.at.end) > END_TOLERANCE ? { ...state, following: false } : state;
      return sticky && isAtEnd(event.at) ? { ...state, following: true } : state;
    case 'scroll': {
      const moved = event.at.top - state.top;
      const next = { ...state, top: event.at.top };
      if (event.own) return next;
      if (moved < 0 && state.held && !isAtEnd(event.at)) return { ...next, following: false };
      if (moved > 0 && sticky && isAtEnd(event.at)) return { ...next, following: true };
      return next;
    }
  }
}
