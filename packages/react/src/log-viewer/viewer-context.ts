/** The context of the built-in parts; custom parts see less of it, see `own-parts.ts`. The value never changes; changing state is in the viewer's store. */
import type { LogSourceService } from '@tailrace/core';
import { createContext, useContext } from 'react';
import { useStore } from '../lib/store.js';
import type { FullState } from './full-state.js';
import type { ViewerLabels } from './labels.js';
import type { Viewer } from './viewer.js';

/** See {@link useViewerContext}. */
export interface FullContextValue {
  readonly viewer: Viewer;
  readonly labels: ViewerLabels;
  readonly service: LogSourceService;
  /** Prefix of the ids of this viewer's elements. */
  readonly id: string;
}

export const ViewerContext = createContext<FullContextValue | undefined>(undefined);

/** The viewer around a part. Throws outside of `LogViewerRoot`. */
export function useViewerContext(): FullContextValue {
  const value = useContext(ViewerContext);
  if (!value)
    throw new Error('This part of the log viewer must stand inside <LogViewer> or <LogViewerRoot>.');
  return value;
}

/** Reads a part of the viewer's state. The selector must return a field, not a new object. */
export function useViewerState<S>(select: (state: FullState) => S): S {
  return useStore(useViewerContext().viewer.store, select);
}
