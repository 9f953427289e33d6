/**
 * The scroller's position, and where it was last put. Reading the position may force a layout of the page, so it is not read again if nothing can
 * have moved it.
 */
import type { ScrollPosition } from './follow.js';
import type { ScrollTarget } from './viewport-layout.js';

/** Offsets closer than this are equal, because `scrollTop` is rounded to device pixels. CSS pixels. */
const SAME = 0.5;

/** See the file's head. */
export class ScrollerPlace {
  scroller: HTMLElement | undefined;
  private expected = 0;
  /** It was put at the end, and has not been elsewhere since. */
  private pinned = false;
  /** The heights of the content and the scroller when the position was last set. */
  private laidOut: { readonly content: number; readonly height: number } | undefined;

  /** Sets the scroller; undefined: there is none. */
  use(scroller: HTMLElement | undefined): void {
    this.scroller = scroller;
    this.laidOut = undefined;
  }

  /** The layout of the page may have changed. */
  resized(): void {
    this.laidOut = undefined;
  }

  /** It was found at another position. `own`: near the one that it was set to. */
  moved(own: boolean): void {
    this.pinned = false;
    // From now on, a return to the position that it was set to is the user's.
    if (!own) this.expected = Number.NaN;
  }

  read(): ScrollPosition {
    const { scroller } = this;
    if (!scroller) return { top: 0, end: 0 };
    return { top: scroller.scrollTop, end: scroller.scrollHeight - scroller.clientHeight };
  }

  /** Whether it was put at this position by the viewer. */
  isOwn(top: number): boolean {
    return Math.abs(top - this.expected) <= 1;
  }

  /**
   * Whether the scroller grew beyond the end of its content, so that the browser moved it from `seen`, its last known position. Then
   * nobody has scrolled.
   */
  isCutShort(seen: number): boolean {
    const { top, end } = this.read();
    return top < seen && end - top <= 1;
  }

  /**
   * Sets the position for a viewport of this height; `end`: at the end of the content. `seen`: where it was last found. Returns the
   * resulting position.
   */
  put(target: ScrollTarget, height: number, end: boolean, seen: number): number {
    const { scroller, laidOut } = this;
    if (!scroller) return seen;
    const known = laidOut?.content === target.content && laidOut.height === height;
    const stands = end ? this.pinned : Math.abs(seen - target.top) <= SAME;
    this.laidOut = { content: target.content, height };
    this.pinned = end;
    if (known && stands) this.expected = seen;
    else {
      if (end || Math.abs(scroller.scrollTop - target.top) > SAME)
        scroller.scrollTop = end ? Math.ceil(target.top) + 1 : target.top;
      this.expected = scroller.scrollTop;
    }
    return this.expected;
  }
}
