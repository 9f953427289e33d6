/** The input of filter, search and statistics: a stream, or a filtered view of one. */
import type { BufferChange, LogView } from '../buffer/log-view.js';

/** Lines that can be filtered, searched and counted: a stream, or a filtered view of one. */
export interface ViewSource<Raw = unknown> {
  /** `arrived` only for a stream: see {@link LogStreamSnapshot.arrived}. */
  getSnapshot(): { readonly view: LogView<Raw>; readonly arrived?: number };
  /** Calls the observer with every change of the view, at most once per flush. Returns a function that unsubscribes. */
  observe(observer: (change: BufferChange<Raw>, view: LogView<Raw>) => void): () => void;
}
