/** A snapshot whose array of items is made only when somebody reads it. */
import type { LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';
import type { LogStreamSnapshot } from '../stream-types.js';

/** Everything of a snapshot but what it holds. */
export type SnapshotState<Raw> = Omit<LogStreamSnapshot<Raw>, 'view' | 'items'>;

/** What was made of a view. */
const made = new WeakMap<LogView, readonly LogItem[]>();

function itemsOf(this: LogStreamSnapshot): readonly LogItem[] {
  const { view } = this;
  const items = made.get(view) ?? Object.freeze([...view.slice()]);
  made.set(view, items);
  return items;
}

/**
 * One function for all snapshots. With a getter of its own, each would be an object of a kind of its own, and the engine keeps kinds
 * for long: with them the getters, and all the lines that these can see.
 */
const ITEMS: PropertyDescriptor = { get: itemsOf, enumerable: true, configurable: true };

export function makeSnapshot<Raw>(view: LogView<Raw>, state: SnapshotState<Raw>): LogStreamSnapshot<Raw> {
  return Object.defineProperty({ ...state, view }, 'items', ITEMS) as LogStreamSnapshot<Raw>;
}
