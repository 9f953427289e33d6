/**
 * Holds what the viewport shows and where: the view, the window of rows, whether it follows the end, and the row that must
 * not move. It decides before React renders, so that rows and scroll offset change in the same paint.
 */
import { EMPTY_VIEW, type LogItem, type LogView } from '@tailrace/core';
import { initialFollow, isAtEnd, reduceFollow, type FollowEvent, type FollowState } from './follow.js';
import { lostRows, retain } from './retained-view.js';
import { alignedAnchor, anchorAt, anchorWithin, type RowAlign } from './row-anchor.js';
import { ScrollerPlace } from './scroller-place.js';
import { planSpace, SPACE_LIMITS, spaceAround } from './scroll-space.js';
import {
  heightOf,
  movedSpace,
  rowsInSight,
  scrollTarget,
  sightAt,
  type Anchor,
  type Geometry,
  type RowsInSight,
  type ScrollTarget,
  type Sight,
} from './viewport-layout.js';
import { initialViewport, UNMEASURED_HEIGHT, type ViewportState } from './viewport-state.js';

/** More rows are drawn when fewer than this many remain rendered beyond the visible ones. */
const SLACK = 4;

/** See the file's head. */
export class ViewportController {
  private state: ViewportState;
  private follow: FollowState;
  private geometry: Geometry | undefined;
  private readonly place = new ScrollerPlace();
  private base: LogView = EMPTY_VIEW;
  private rendered = { first: 0, last: -1 };
  /** Set while many viewers draw in one frame: positioning after a commit waits until all have drawn. */
  private waits = false;
  private waiting: (() => void) | undefined;
  /** See {@link ScrollTarget.cut}, of what was committed last. */
  private cut = false;
  /** On paper everything stands at its place in the page, and nothing scrolls. */
  private paper: { readonly matches: boolean } | undefined;
  /** On paper, or not displayed: then nothing is known of a scroll position, and none can be set. */
  away = false;
  private readonly listeners = new Set<() => void>();
  /** Whether reaching the end makes it follow. */
  sticky: boolean;
  /** More of the view is still to come, and may provide the room that an anchor lacks now. */
  partial = false;
  /** Updates the view to what has arrived, before the user jumps to a line of it. */
  refresh: (() => void) | undefined;

  constructor(following: boolean) {
    this.sticky = following;
    this.follow = initialFollow(following);
    this.state = initialViewport(following);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getState = (): ViewportState => this.state;

  /** The view with all that has arrived. */
  get newest(): LogView {
    this.refresh?.();
    return this.state.view;
  }

  /** Connects the scroller and the geometry of its rows; `paper`: whether they are being printed. Returns a function that disconnects them. */
  attach(scroller: HTMLElement, geometry: Geometry, paper?: { readonly matches: boolean }): () => void {
    this.place.use(scroller);
    this.geometry = geometry;
    this.paper = paper;
    return () => {
      this.place.use(undefined);
      this.geometry = undefined;
    };
  }

  /**
   * Shows another view. `fresh`: a different choice of lines (filter, clear), so rows that are no longer in it are not kept. `oldest`: sequence
   * number of the oldest item held, shown or not.
   */
  setView(view: LogView, fresh = false, oldest?: number): void {
    if (view === this.base) return;
    if (!this.waits) this.look();
    if (!fresh) this.stay();
    const kept = fresh || this.atEnd || view.length === 0 ? [] : lostRows(this.inSight(view, oldest), view);
    this.base = view;
    this.show(retain(kept, view, oldest), fresh);
  }

  /** Number of rows in front of the held lines: they were being read when the buffer evicted them. */
  get kept(): number {
    return this.state.view.length - this.base.length;
  }

  /** The visible rows are drawn: from now on also draw rows beyond them. */
  widen(): void {
    if (this.state.leapt) this.put({ ...this.state, leapt: false });
  }

  /** Runs `draw` in a frame whose scroll events have been handled; {@link ViewportController.settle} then positions the rows. */
  drawing(draw: () => void): void {
    this.waits = true;
    try {
      draw();
    } finally {
      this.waits = false;
    }
  }

  /** See {@link ViewportController.drawing}. */
  settle(): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.();
  }

  /** Sets whether lines arrive too fast to be read. */
  rush(rushing: boolean): void {
    if (rushing !== this.state.rushing) this.put({ ...this.state, rushing });
  }

  /** Whether at least half of the lines visible with this view would be new. */
  replaces(view: LogView): boolean {
    const last = this.state.view.at(this.state.view.length - 1);
    const middle = view.at(Math.max(0, view.length - Math.ceil(this.rowsShown() / 2)));
    return this.atEnd && last !== undefined && middle !== undefined && middle.seq > last.seq;
  }

  /** Sets the height of the scroller, and of the strip above the first row. `lower`: how far the scroller's top has moved down; no row moves with it. */
  resize(height: number, header: number, lower = 0): void {
    this.place.resized();
    const measured = height > 0 ? height : UNMEASURED_HEIGHT;
    if (measured === this.state.height && header === this.state.header && lower === 0) return;
    // The header changes during a commit, before its rows are positioned.
    if (header === this.state.header && !this.place.isCutShort(this.follow.top)) this.look();
    this.put({
      ...this.state,
      height: measured,
      header,
      anchor:
        lower === 0 ? anchorWithin(this.state, this.geometry, measured) : this.anchorAbove(measured, lower),
    });
  }

  /** The anchor as seen from `lower` pixels below; another row, if it is out of sight from there. */
  private anchorAbove(height: number, lower: number): Anchor | undefined {
    const { geometry, state } = this;
    const { anchor } = state;
    if (anchor && anchor.delta >= lower) return { ...anchor, delta: anchor.delta - lower };
    if (this.atEnd || !geometry) return anchor;
    return sightAt({ ...state, height }, geometry, this.follow.top + lower).anchor;
  }

  /** Is displayed, maybe at another place in the document: goes to where its lines are, wherever the browser has put it, of which no event tells. */
  readonly placed = (): void => {
    this.away = false;
    this.place.resized();
    this.follow = { ...this.follow, top: this.place.read().top };
    this.put({ ...this.state });
  };

  /** Starts or stops following the end. */
  setFollowing(following: boolean): void {
    this.look();
    this.dispatch({ type: 'set', following });
  }

  /** Another log comes, or this one was cleared: it begins at its end or its first line, and not where the one before was read. */
  begin(): void {
    this.setFollowing(this.sticky);
    this.state = { ...this.state, anchor: undefined };
  }

  /** The user is about to scroll. */
  intent(direction: 'up' | 'down'): void {
    this.look();
    this.dispatch({ type: 'intent', direction, at: this.place.read() });
  }

  /** A pointer or finger went down on the viewport or left it. In between the end is not followed, so that it leaves the line that it pressed. */
  hold(held: boolean): void {
    this.look();
    this.follow = reduceFollow(this.follow, { type: 'hold', held }, this.sticky);
    if (held && this.state.anchor?.whole) this.pin(this.state.anchor.seq);
    if (held && this.atEnd) this.state = { ...this.state, anchor: this.sight()?.anchor };
    else if (!held && this.state.following && !this.atEnd) this.applyFollow();
  }

  /** What scrolls. */
  get scroller(): HTMLElement | undefined {
    return this.place.scroller;
  }

  /** Whether a pointer or finger is down on the viewport. */
  get held(): boolean {
    return this.follow.held;
  }

  /** Whether the end is kept in sight. If it is followed, there is an anchor only while a pointer is down. */
  private get atEnd(): boolean {
    return this.state.following && !this.state.anchor;
  }

  private sight(): Sight | undefined {
    return this.geometry && sightAt(this.state, this.geometry, this.place.read().top);
  }

  /** Reads the scroll position and updates the state. Call on every scroll event. */
  readonly look = (): void => {
    if (!this.geometry || this.away || this.paper?.matches) return;
    const at = this.place.read();
    // Nothing can be scrolled, or it is no longer displayed.
    if (at.end <= 0 && at.top <= 0) return;
    const own = this.place.isOwn(at.top);
    // Nobody has scrolled: where heights have changed, other rows at the same offset are not what was read.
    if (at.top === this.follow.top && (own || !this.atEnd)) return;
    this.place.moved(own);
    this.follow = reduceFollow(this.follow, { type: 'scroll', at, own }, this.sticky);
    if (this.follow.following !== this.state.following) this.applyFollow();
    else if (!this.atEnd) {
      if (!own) this.scrolledTo(at.top);
    } else if (!own && !isAtEnd(at)) this.put({ ...this.state }); // somebody moved it: back to the end
  };

  /** Scrolls to a line and stops following. */
  scrollToSeq(seq: number, align: RowAlign = 'auto'): void {
    this.refresh?.();
    this.look();
    const { view } = this.state;
    if (view.length === 0) return;
    const row = Math.min(view.rowAtOrAfter(seq), view.length - 1);
    const { first, last, anchor: here } = this.rowsInSight();
    const visible = row >= first && row <= last;
    this.follow = reduceFollow(this.follow, { type: 'set', following: false });
    const stays = visible && (align === 'auto' || align === 'nearest') && here !== undefined;
    const edge = align === 'nearest' ? (row < first ? 'start' : 'end') : align;
    const anchor = stays ? (this.anchorAt(row) ?? here) : alignedAnchor(this.state, this.geometry, row, edge);
    const space = visible ? this.state.space : spaceAround(view.length, row);
    this.put({ ...this.state, following: false, anchor, space, leapt: this.state.leapt || !visible });
  }

  /** See {@link rowsInSight}. None before anything is drawn. */
  rowsInSight(): RowsInSight {
    return rowsInSight(this.state, this.geometry, this.place.read().top);
  }

  /** Whether some of a line can be seen, or it is the next one. */
  sees(seq: number | undefined): boolean {
    if (seq === undefined) return false;
    const { first, last } = this.rowsInSight();
    const row = this.state.view.rowAtOrAfter(seq);
    return row >= first - 1 && row <= last + 1;
  }

  /** Number of one-line rows that fit. */
  rowsShown(): number {
    return Math.floor(this.state.height / SPACE_LIMITS.rowHeight);
  }

  /** From now on this line keeps its position instead of the first visible one. Does nothing if it is not visible. */
  pin(seq: number): void {
    this.look();
    const { geometry, state } = this;
    const row = state.view.rowOf(seq);
    const anchor = this.anchorAt(row);
    if (state.following || !anchor || anchor.delta >= state.height) return;
    if (anchor.delta + heightOf(row, state.space, geometry) > 0) this.state = { ...state, anchor };
  }

  /**
   * Stops following, because a line is about to grow that somebody wants to read. It keeps its position, so that it stays under the hand. At the
   * end that was followed, where it would grow out of sight, and if it is `whole`, because no hand is there, it moves as far as it must so that
   * all of it is visible.
   */
  settleOn(seq: number, whole = this.state.following): void {
    this.setFollowing(false);
    this.pin(seq);
    const { anchor } = this.state;
    if (whole && anchor?.seq === seq) this.put({ ...this.state, anchor: { ...anchor, whole } });
  }

  /** A row of the window as an anchor at its current position. */
  private anchorAt(row: number): Anchor | undefined {
    return this.geometry && anchorAt(this.state, this.geometry, this.place.read().top, row);
  }

  /** Puts the top of a line `delta` pixels below the top of the viewport, and stops following. */
  keepAt(seq: number, delta: number): void {
    this.follow = reduceFollow(this.follow, { type: 'set', following: false });
    this.put({ ...this.state, following: false, anchor: { seq, delta } });
  }

  /** The scroll position for the current state. */
  target(geometry: Geometry): ScrollTarget {
    return scrollTarget(this.state, geometry, this.atEnd ? 'end' : this.state.anchor);
  }

  /** After a commit: sets the scroll position. `first … last`: the rendered rows. */
  committed(target: ScrollTarget, first: number, last: number): void {
    this.rendered = { first, last };
    this.cut = target.cut;
    const place = (): void => {
      if (this.away || this.paper?.matches) return;
      const top = this.place.put(target, this.state.height, this.atEnd, this.follow.top);
      this.follow = { ...this.follow, top };
    };
    if (this.waits) this.waiting = place;
    else place();
  }

  private dispatch(event: FollowEvent): void {
    this.follow = reduceFollow(this.follow, event, this.sticky);
    if (this.follow.following !== this.state.following) this.applyFollow();
  }

  private applyFollow(): void {
    const { following } = this.follow;
    if (following) {
      const view = this.base;
      this.put({
        ...this.state,
        following,
        view,
        space: planSpace(view.length, view.length),
        anchor: undefined,
      });
      return;
    }
    const sight = this.sight();
    this.put({ ...this.state, following, anchor: sight?.anchor, space: sight?.space ?? this.state.space });
  }

  /** The user has scrolled without following: another row becomes the anchor. */
  private scrolledTo(top: number): void {
    if (!this.geometry) return;
    const { anchor, space, firstRow, lastRow } = sightAt(this.state, this.geometry, top);
    const { first, last } = this.rendered;
    const covered =
      (first === 0 || firstRow - SLACK >= first) &&
      (last >= this.state.view.length - 1 || lastRow + SLACK <= last);
    const known = Math.min(lastRow, last) - Math.max(firstRow, first) + 1;
    const leapt = known * 2 < lastRow - firstRow + 1;
    const state = { ...this.state, anchor, space, leapt };
    // Because rows beyond the visible ones are rendered, most scroll events require no new rows.
    if (covered && space === this.state.space) this.state = state;
    else this.put(state);
  }

  private show(view: LogView, fresh: boolean): void {
    const leapt = this.state.leapt || fresh || this.state.view.length === 0;
    const choice = this.state.choice + Number(fresh);
    if (this.atEnd)
      return this.put({ ...this.state, view, space: planSpace(view.length, view.length), leapt, choice });
    const first = view.at(0);
    const known = fresh ? (this.state.anchor?.instead ?? this.state.anchor) : this.state.anchor;
    const anchor = known ?? (first && { seq: first.seq, delta: this.state.header });
    this.put({ ...this.state, view, anchor, space: movedSpace(this.state, view, anchor), leapt, choice });
  }

  /** An anchor that could not be put at its position for lack of lines around it is read where it is; new lines must not move it from there. */
  private stay(): void {
    if (!this.cut || this.partial || this.atEnd || !this.geometry) return;
    this.cut = false;
    this.standIn(this.sight()?.anchor);
  }

  /** Uses a substitute anchor; once there are other lines, the original anchor applies again. */
  private standIn(anchor: Anchor | undefined): void {
    const before = this.state.anchor;
    this.state = { ...this.state, anchor: anchor && { ...anchor, instead: before?.instead ?? before } };
  }

  /** The visible rows, looked up only if the buffer has evicted the first of them. A filter may hide the oldest item, or not have come to it yet. */
  private inSight(next: LogView, oldest = next.at(0)?.seq): readonly LogItem[] {
    const { anchor, view } = this.state;
    if (anchor === undefined || oldest === undefined) return [];
    const first = anchor.delta <= 0; // and not one in the middle, which somebody went to
    if (first && anchor.seq >= oldest) return [];
    const sight = this.sight();
    if (!sight) return [];
    // It may be out of sight by now, where lines became lower, and is not kept then.
    if (anchor.seq < oldest) this.standIn(sight.anchor);
    return view.slice(sight.firstRow, sight.lastRow + 1);
  }

  private put(state: ViewportState): void {
    this.state = state;
    for (const listener of [...this.listeners]) listener();
  }
}
