/**
 * For parts of your own: the hooks that the viewer's own parts use, under types that show of it what stays. The rest is made anew
 * whenever the viewer is mended.
 */
import type { LogSourceService } from '@tailrace/core';
import type { ViewerLabels } from './labels.js';
import type { ViewerActions } from './viewer-actions.js';
import { useViewerContext as useFullContext, useViewerState as useFullState } from './viewer-context.js';
import type { ViewerState } from './viewer-state.js';

/** See {@link useViewerContext}. */
export interface ViewerContextValue {
  /** What the part can do. */
  readonly viewer: ViewerActions;
  /** The words of this viewer. */
  readonly labels: ViewerLabels;
  /** Where its streams are opened. */
  readonly service: LogSourceService;
  /** Begins the `id` of each element of this viewer that has one; different on one page for each viewer. */
  readonly id: string;
}

/** The viewer around a part. It tells of no changes, see {@link useViewerState}. Throws outside of `LogViewerRoot`. */
export function useViewerContext(): ViewerContextValue {
  return useFullContext();
}

/**
 * Reads a part of the state of the viewer around, and draws the part anew when it differs. The selector must return the same value for
 * the same state: a field, not a new object. Throws outside of `LogViewerRoot`.
 */
export function useViewerState<S>(select: (state: ViewerState) => S): S {
  return useFullState(select);
}
