/** Merges rows of REST pages and of the live stream into one list, oldest first, each once. Pure. */
import type { CodespaceLog, CodespaceLogType, LogItem, LogView } from '@tailrace/core';

/** Filters of the list endpoint, by the server's own names. */
export interface CodespaceFilters {
  readonly log_type?: CodespaceLogType;
  /** Part of the step's name, case-insensitive. */
  readonly step_name?: string;
  /** Part of the message, case-insensitive. */
  readonly search?: string;
}

/** The server's own test, for rows that arrive live. */
export function passesFilters(row: CodespaceLog, filters: CodespaceFilters): boolean {
  const holds = (text: string, part: string | undefined): boolean =>
    part === undefined || part === '' || text.toLowerCase().includes(part.toLowerCase());
  return (
    (filters.log_type === undefined || row.log_type === filters.log_type) &&
    holds(row.step_name, filters.step_name) &&
    holds(row.message, filters.search)
  );
}

/** Puts a page of older rows (newest first, as the server sends it) before the rows held. */
export function prependPage(
  rows: readonly CodespaceLog[],
  page: readonly CodespaceLog[],
): readonly CodespaceLog[] {
  const known = new Set(rows.map((row) => row.id));
  const older = page.filter((row) => !known.has(row.id)).reverse();
  return older.length === 0 ? rows : [...older, ...rows];
}

/**
 * The items of a view. Those that the stream's earlier view had, too, are taken over from `before`: lines of a large log are made anew each time
 * they are read. Starts over after a gap, because lines may have taken its place.
 */
export function itemsAfter<Raw>(
  before: readonly LogItem<Raw>[],
  view: LogView<Raw>,
): readonly LogItem<Raw>[] {
  const last = before.at(-1);
  const count = last ? view.rowOf(last.seq) + 1 : 0;
  const both = before.slice(before.length - count);
  const isSame = both[0]?.seq === view.at(0)?.seq && both.every(({ kind }) => kind === 'log');
  return isSame ? [...both, ...view.slice(count)] : view.slice();
}

/** Puts live rows after those of the pages. */
export function joinLive(
  rows: readonly CodespaceLog[],
  live: readonly CodespaceLog[],
  filters: CodespaceFilters,
): readonly CodespaceLog[] {
  if (live.length === 0) return rows;
  const known = new Set(rows.map((row) => row.id));
  const newer = live.filter((row) => !known.has(row.id) && passesFilters(row, filters));
  return newer.length === 0 ? rows : [...rows, ...newer];
}
