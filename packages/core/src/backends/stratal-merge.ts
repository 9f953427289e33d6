/**
 * Reads several lists of one server, one after the other, and merges them by time. Rows written meanwhile appear in the lists read later
 * but not in those read earlier, so the earlier ones are read again, up to the newest row: otherwise a row of an earlier list would
 * be delivered after newer ones of another.
 */
import type { DecodedLine } from '../entry.js';
import { isEarlierInTick } from '../lib/tick-order.js';
import { collected, mapQuery, stepTo } from './pages.js';
import type { Page, PageRequest } from './source.js';
import { stratalKey } from './stratal-message.js';

/** How lists are merged. */
export interface MergeOptions {
  /** At most this many newest lines. Default: all. */
  readonly limit?: number;
  /** Lines up to this time (epoch milliseconds) are known: if no list has newer ones, no list is read again. */
  readonly knownUntil?: number | undefined;
}

/** One of the lists. */
export interface MergedList<Raw> {
  readonly rows: PageRequest<Raw>;
  /** Reads its rows again, from `time` on; undefined: the same as `rows`. Absent: it is not read again. */
  again?(time: number | undefined): PageRequest<Raw>;
}

/** The same chain, with its last page converted by `convert`. */
function atEnd<Raw>(request: PageRequest<Raw>, convert: (last: Page<Raw>) => Page<Raw>): PageRequest<Raw> {
  return mapQuery(request, (page) =>
    page.next ? { ...page, next: atEnd(page.next, convert) } : convert(page),
  );
}

/** Whether the first of two lines in the same millisecond is older: by further digits of its timestamp, or else by its id, because the lists share a table. */
function goesFirst(line: DecodedLine, other: DecodedLine): boolean {
  if (isEarlierInTick(line.timestamp, other.timestamp)) return true;
  return line.timestamp === other.timestamp && Number(line.id) < Number(other.id);
}

/**
 * Merges lists by time. The order within each list stays, even for a line without a time or after a clock was set back. If two lines
 * compare equal, the one of the earlier list comes first.
 */
export function mergeByTime<Raw>(
  lists: readonly (readonly DecodedLine<Raw>[])[],
): readonly DecodedLine<Raw>[] {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length <= 1) return filled[0] ?? [];
  const at = filled.map(() => 0);
  /** The time of each list's next line; if it has none, that of its predecessor. */
  const clocks = filled.map((list) => list[0]?.time ?? -Infinity);
  const merged: DecodedLine<Raw>[] = [];
  const head = (index: number): DecodedLine<Raw> | undefined => filled[index]?.[at[index] as number];
  for (;;) {
    let first = -1;
    for (let index = 0; index < filled.length; index++) {
      const line = head(index);
      if (!line) continue;
      const best = first < 0 ? undefined : head(first);
      const lead = best === undefined ? -1 : (clocks[index] as number) - (clocks[first] as number);
      if (!best || lead < 0 || (lead === 0 && goesFirst(line, best))) first = index;
    }
    const line = head(first);
    if (!line) return merged;
    merged.push(line);
    at[first] = (at[first] as number) + 1;
    clocks[first] = head(first)?.time ?? (clocks[first] as number);
  }
}

/** Whether a line is known to be newer than another one. */
function isLater(line: DecodedLine, other: DecodedLine): boolean {
  if (line.time === undefined || other.time === undefined) return false;
  return line.time === other.time ? isEarlierInTick(other.timestamp, line.timestamp) : line.time > other.time;
}

/** The newest line that has a time; of equal ones the last. */
function newestOf(lines: readonly DecodedLine[]): DecodedLine | undefined {
  let newest: DecodedLine | undefined;
  for (const line of lines) if (line.time !== undefined && !(newest && isLater(newest, line))) newest = line;
  return newest;
}

/** Rows of the second read that the first did not return and that are not newer than `last`. Copies are counted. */
function newRows<Raw>(
  { lines: before, truncated = false }: Page<Raw>,
  rows: readonly DecodedLine<Raw>[],
  last: DecodedLine,
): readonly DecodedLine<Raw>[] {
  const keyOf = (line: DecodedLine): string => (line.id === undefined ? stratalKey(line) : `#${line.id}`);
  const copies = new Map<string, number>();
  for (const line of before) copies.set(keyOf(line), (copies.get(keyOf(line)) ?? 0) + 1);
  // If the first read was truncated, rows before its first one were left out, even if they share its millisecond.
  const from = truncated ? rows.findIndex((line) => copies.has(keyOf(line))) : 0;
  return rows.slice(Math.max(0, from)).filter((line) => {
    const key = keyOf(line);
    const left = copies.get(key) ?? 0;
    copies.set(key, left - 1);
    return left <= 0 && line.time !== undefined && !isLater(line, last);
  });
}

/** Merges the pages, each of which holds all lines of its list. */
function mergePages<Raw>(
  pages: readonly Page<Raw>[],
  malformed: Page['malformed'],
  limit: number,
): Page<Raw> {
  const lines = mergeByTime(pages.map((page) => page.lines));
  const cut = lines.length > limit;
  const totals = pages.map((page) => page.total);
  const total = totals.reduce<number | undefined>(
    (sum, part) => (sum === undefined || part === undefined ? undefined : sum + part),
    0,
  );
  return {
    lines: cut ? lines.slice(-limit) : lines,
    malformed,
    total,
    truncated: cut || pages.some((page) => page.truncated),
  };
}

/** Reads again, one after the other, the lists that were read before the newest row. */
function readAgain<Raw>(
  lists: readonly MergedList<Raw>[],
  options: MergeOptions,
  pages: readonly Page<Raw>[],
  malformed: Page['malformed'],
): Page<Raw> {
  const { limit = Infinity, knownUntil = -Infinity } = options;
  const ends = pages.map((page) => newestOf(page.lines));
  const last = newestOf(ends.filter((end) => end !== undefined));
  const hasNoNews = last?.time === undefined || last.time <= knownUntil;

  const readList = (index: number, read: readonly Page<Raw>[], bad: Page['malformed']): Page<Raw> => {
    const list = lists[index];
    const page = read[index];
    if (hasNoNews || !list || !page || index >= ends.lastIndexOf(last)) return mergePages(read, bad, limit);
    // Without times we cannot know where to begin.
    if (!list.again || (page.lines.length > 0 && !ends[index])) return readList(index + 1, read, bad);
    const again = atEnd(collected(list.again(ends[index]?.time)), ({ lines }) => {
      const whole = { ...page, lines: [...page.lines, ...newRows(page, lines, last)] };
      return readList(
        index + 1,
        read.map((other, at) => (at === index ? whole : other)),
        [],
      );
    });
    return { ...stepTo(withoutMalformed(again)), malformed: bad };
  };
  return readList(0, pages, malformed);
}

/** The same chain without its malformed rows: they were reported by the first read. */
function withoutMalformed<Raw>(request: PageRequest<Raw>): PageRequest<Raw> {
  return mapQuery(request, (page) => ({
    ...page,
    malformed: [],
    next: page.next && withoutMalformed(page.next),
  }));
}

/** Reads the lists one after the other, and returns all lines, by time, on the last page. */
export function merged<Raw>(
  lists: readonly MergedList<Raw>[],
  options: MergeOptions = {},
  before: readonly Page<Raw>[] = [],
): PageRequest<Raw> {
  const list = lists[before.length] as MergedList<Raw>;
  return atEnd(collected(list.rows), (last) => {
    const pages = [...before, last];
    return pages.length < lists.length
      ? { ...stepTo(merged(lists, options, pages)), malformed: last.malformed }
      : readAgain(lists, options, pages, last.malformed);
  });
}
