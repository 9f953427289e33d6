/**
 * For custom parts: the hooks that the built-in parts use, with types that expose only the stable interface of the viewer. Everything else
 * may change whenever the viewer is fixed.
 */
import type { LogSourceService } from '@tailrace/core';
import type { ViewerLabels } from './labels.js';
import type { ViewerActions } from './viewer-actions.js';
import { useViewerContext as useFullContext, useViewerState as useFullState } from './viewer-context.js';
import type { ViewerState } from './viewer-state.js';

/** See {@link useViewerContext}. */
export interface ViewerContextValue {
  /** The actions of the viewer. */
  readonly viewer: ViewerActions;
  /** The UI text of this viewer. */
  readonly labels: ViewerLabels;
  /** The service that opens its streams. */
  readonly service: LogSourceService;
  /** Prefix for the `id` of elements in this viewer; unique on the page. */
  readonly id: string;
}

/** Returns the viewer around a part. It does not re-render on changes of the state; for that see {@link useViewerState}. Throws outside of `LogViewerRoot`. */
export function useViewerContext(): ViewerContextValue {
  return useFullContext();
}

/**
 * Reads a part of the viewer's state, and re-renders when it changes. The selector must return the same value for
 * the same state: a field, not a new object. Throws outside of `LogViewerRoot`.
 */
export function useViewerState<S>(select: (state: ViewerState) => S): S {
  return useFullState(select);
}
