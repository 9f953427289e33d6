/** A snapshot whose array of items is made only when somebody reads it. */
import type { LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';
import type { LogStreamSnapshot } from '../stream-types.js';

/** Everything of a snapshot but what it holds. */
export type SnapshotState<Raw> = Omit<LogStreamSnapshot<Raw>, 'view' | 'items'>;

export function makeSnapshot<Raw>(view: LogView<Raw>, state: SnapshotState<Raw>): LogStreamSnapshot<Raw> {
  let items: readonly LogItem<Raw>[] | undefined;
  return {
    ...state,
    view,
    get items() {
      items ??= Object.freeze([...view.slice()]);
      return items;
    },
  };
}
