import type { LogEntry, LogItem } from '../entry.js';

/** The lines among items. */
export function entriesOf<Raw>(items: readonly LogItem<Raw>[]): LogEntry<Raw>[] {
  return items.filter((item): item is LogEntry<Raw> => item.kind === 'log');
}
