/** The change that a filtered view reports. Its lines are looked up only when they are read. */
import { LateChange } from '../buffer/late-change.js';
import type { BufferChange, LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';

/** `appended` and `prepended` are sequence numbers of lines that `view` holds. */
export function filteredChange<Raw>(
  appended: readonly number[],
  prepended: readonly number[],
  evicted: number,
  view: LogView<Raw>,
): BufferChange<Raw> {
  const items = (seqs: readonly number[]): readonly LogItem<Raw>[] =>
    seqs.map((seq) => view.at(view.rowOf(seq)) as LogItem<Raw>);
  return new LateChange<Raw>(
    evicted,
    () => items(appended),
    () => items(prepended),
  );
}
