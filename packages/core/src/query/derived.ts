/** A value that is derived from the lines of a source, such as a count. */
import type { BufferChange, LogView } from '../buffer/log-view.js';
import { createEmitter } from '../lib/emitter.js';
import type { ViewSource } from './view-source.js';

/** See the file's head. */
export interface Derived<Value> {
  /** Returns the same value until something changes. */
  get(): Value;
  subscribe(listener: () => void): () => void;
  /** Something besides the lines has changed. */
  changed(): void;
  dispose(): void;
}

/** Calls `update` with every change of the source, and `read` if somebody asks for the value after a change. */
export function createDerived<Raw, Value>(
  source: ViewSource<Raw>,
  update: (change: BufferChange<Raw>, view: LogView<Raw>) => void,
  read: () => Value,
): Derived<Value> {
  const events = createEmitter<{ change: () => void }>();
  let cached: Value | undefined;
  function changed(): void {
    cached = undefined;
    events.emit('change');
  }
  const undo = source.observe((change, view) => {
    update(change, view);
    changed();
  });
  return {
    get: () => (cached ??= read()),
    subscribe: (listener) => events.on('change', listener),
    changed,
    dispose() {
      undo();
      events.clear();
    },
  };
}
