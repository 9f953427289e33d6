/** What the viewport shows and where, at one moment. */
import { EMPTY_VIEW } from '@tailrace/core';
import { planSpace } from './scroll-space.js';
import type { Anchor, ViewportFrame } from './viewport-layout.js';

/** See the file's head. */
export interface ViewportState extends ViewportFrame {
  readonly following: boolean;
  readonly anchor: Anchor | undefined;
  /** Lines arrive too fast to be read: no rows beyond the visible ones are drawn. */
  readonly rushing: boolean;
  /** Most visible rows are new: rows beyond them are drawn a moment later, see `ViewportController.widen`. */
  readonly leapt: boolean;
  /** Increases with each other choice of lines. */
  readonly choice: number;
}

/** Assumed height where nothing can be measured: on a server, in jsdom. */
export const UNMEASURED_HEIGHT = 600;

/** The state before there is a line. */
export function initialViewport(following: boolean): ViewportState {
  return {
    view: EMPTY_VIEW,
    space: planSpace(0, 0),
    height: UNMEASURED_HEIGHT,
    header: 0,
    following,
    anchor: undefined,
    rushing: false,
    leapt: false,
    choice: 0,
  };
}
