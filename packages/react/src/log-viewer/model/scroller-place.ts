/**
 * Where the scroller is, and was put last. To read where it is may cost a layout of the page: it is not read again where nothing can
 * have moved it.
 */
import type { ScrollPosition } from './follow.js';
import type { ScrollTarget } from './viewport-layout.js';

/** Offsets nearer than this are the same: `scrollTop` comes in pixels of the device. CSS pixels. */
const SAME = 0.5;

/** See the file's head. */
export class ScrollerPlace {
  private scroller: HTMLElement | undefined;
  private expected = 0;
  /** It was put at the end, and has not been seen elsewhere since. */
  private pinned = false;
  /** How high the content and the scroller were when it was put in its place last. */
  private laidOut: { readonly content: number; readonly height: number } | undefined;

  /** From now on it is this one; undefined: there is none. */
  use(scroller: HTMLElement | undefined): void {
    this.scroller = scroller;
    this.laidOut = undefined;
  }

  /** The page may have been laid out otherwise since. */
  resized(): void {
    this.laidOut = undefined;
  }

  /** It was seen in another place. */
  moved(): void {
    this.pinned = false;
  }

  read(): ScrollPosition {
    const { scroller } = this;
    if (!scroller) return { top: 0, end: 0 };
    return { top: scroller.scrollTop, end: scroller.scrollHeight - scroller.clientHeight };
  }

  /** Whether it was put there. */
  isOwn(top: number): boolean {
    return Math.abs(top - this.expected) <= 1;
  }

  /** Whether it grew beyond the end of what it shows, and the browser moved it up to there. Nobody scrolled then. */
  isCutShort(): boolean {
    const { top, end } = this.read();
    return top < this.expected && end - top <= 1;
  }

  /**
   * Puts it where it has to be, with so high a viewport; `end`: at the end of the content. `seen`: where it was seen last. Answers where
   * it is then.
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
