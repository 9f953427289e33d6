/** What filter, search and statistics read from: a stream, or a filtered view of one. */
import type { BufferChange, LogView } from '../buffer/log-view.js';

export interface ViewSource<Raw = unknown> {
  /** `arrived` of a stream: see {@link LogStreamSnapshot.arrived}. */
  getSnapshot(): { readonly view: LogView<Raw>; readonly arrived?: number };
  /** Tells every change of the view, once a flush. Returns its undo. */
  observe(observer: (change: BufferChange<Raw>, view: LogView<Raw>) => void): () => void;
}
