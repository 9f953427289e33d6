/** A snapshot whose array of items is created only when it is read. */
import type { LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';
import type { LogStreamSnapshot } from '../stream-types.js';

/** A snapshot without the lines. */
export type SnapshotState<Raw> = Omit<LogStreamSnapshot<Raw>, 'view' | 'items'>;

/** The arrays already created, by view. */
const made = new WeakMap<LogView, readonly LogItem[]>();

function itemsOf(this: LogStreamSnapshot): readonly LogItem[] {
  const { view } = this;
  const items = made.get(view) ?? Object.freeze([...view.slice()]);
  made.set(view, items);
  return items;
}

/**
 * One getter for all snapshots. With a getter of its own, each snapshot would have its own hidden class, which the engine keeps for a long
 * time, along with the getter and all lines in its closure.
 */
const ITEMS: PropertyDescriptor = { get: itemsOf, enumerable: true, configurable: true };

export function makeSnapshot<Raw>(view: LogView<Raw>, state: SnapshotState<Raw>): LogStreamSnapshot<Raw> {
  return Object.defineProperty({ ...state, view }, 'items', ITEMS) as LogStreamSnapshot<Raw>;
}
