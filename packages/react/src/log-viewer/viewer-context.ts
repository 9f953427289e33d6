/** What the parts of one viewer share. The value never changes; what changes is in the viewer's store. */
import type { LogSourceService } from '@tailrace/core';
import { createContext, useContext } from 'react';
import { useStore } from '../lib/store.js';
import type { ViewerLabels } from './labels.js';
import type { ViewerState } from './viewer-state.js';
import type { Viewer } from './viewer.js';

/** See {@link useViewerContext}. */
export interface ViewerContextValue {
  readonly viewer: Viewer;
  readonly labels: ViewerLabels;
  readonly service: LogSourceService;
  /** Prefix of the ids of this viewer's elements. */
  readonly id: string;
}

export const ViewerContext = createContext<ViewerContextValue | undefined>(undefined);

/** The viewer around a part. Throws outside of `LogViewerRoot`. */
export function useViewerContext(): ViewerContextValue {
  const value = useContext(ViewerContext);
  if (!value)
    throw new Error('This part of the log viewer must stand inside <LogViewer> or <LogViewerRoot>.');
  return value;
}

/** Reads a part of the viewer's state, for parts of your own. The selector must return a field, not a new object. */
export function useViewerState<S>(select: (state: ViewerState) => S): S {
  return useStore(useViewerContext().viewer.store, select);
}
