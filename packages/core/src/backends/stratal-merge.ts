/**
 * Several lists of one server, read one after the other and given as one, by time. What is written while they are read is in
 * the later lists and not in the earlier ones, so the earlier ones are looked at once more, up to the newest row that was read:
 * otherwise a line of one kind would come behind younger ones of another.
 */
import type { DecodedLine } from '../entry.js';
import { isEarlierInTick } from '../lib/tick-order.js';
import { collected, mapQuery, stepTo } from './pages.js';
import type { Page, PageRequest } from './source.js';

/** How lists are read as one. */
export interface MergeOptions {
  /** The newest lines that are wanted at most. Default: all. */
  readonly limit?: number;
  /** Nothing up to this time is news: where no list has more, one look is enough. */
  readonly knownUntil?: number | undefined;
}

/** One of the lists. */
export interface MergedList<Raw> {
  readonly rows: PageRequest<Raw>;
  /** Its rows from `time` on (undefined: those that `rows` asks for), for a second look. Absent: one is enough. */
  again?(time: number | undefined): PageRequest<Raw>;
  identify(line: DecodedLine<Raw>): string;
}

/** Reads the chain to its end, and makes its last page into something else. */
function atEnd<Raw>(request: PageRequest<Raw>, turn: (last: Page<Raw>) => Page<Raw>): PageRequest<Raw> {
  return mapQuery(request, (page) => (page.next ? { ...page, next: atEnd(page.next, turn) } : turn(page)));
}

/** Of two lines of one millisecond, whether this one goes first: by the digits beyond it, then by the ids of one table. */
function goesFirst(line: DecodedLine, other: DecodedLine): boolean {
  if (isEarlierInTick(line.timestamp, other.timestamp)) return true;
  return line.timestamp === other.timestamp && Number(line.id) < Number(other.id);
}

/**
 * Lines of several lists by time. The order within a list stays: a line without a time, or one after a clock that stepped
 * back, stands where its list has it. Where nothing tells two lines apart the earlier list goes first.
 */
export function mergeByTime<Raw>(
  lists: readonly (readonly DecodedLine<Raw>[])[],
): readonly DecodedLine<Raw>[] {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length <= 1) return filled[0] ?? [];
  const at = filled.map(() => 0);
  /** The time of each list's next line; one that has none takes its predecessor's. */
  const clocks = filled.map((list) => list[0]?.time ?? Number.NEGATIVE_INFINITY);
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

/** Whether a line was written later than another one, as far as their stamps say. */
function isLater(line: DecodedLine, other: DecodedLine): boolean {
  if (line.time === undefined || other.time === undefined) return false;
  return line.time === other.time ? isEarlierInTick(other.timestamp, line.timestamp) : line.time > other.time;
}

/** The newest of some lines that have a time; of equals the last. */
function newestOf(lines: readonly DecodedLine[]): DecodedLine | undefined {
  let newest: DecodedLine | undefined;
  for (const line of lines) if (line.time !== undefined && !(newest && isLater(newest, line))) newest = line;
  return newest;
}

/** Rows of a second look that the first did not have and that are not later than `last`. Copies are counted. */
function newRows<Raw>(
  list: MergedList<Raw>,
  { lines: before, truncated = false }: Page<Raw>,
  rows: readonly DecodedLine<Raw>[],
  last: DecodedLine,
): readonly DecodedLine<Raw>[] {
  const keyOf = (line: DecodedLine<Raw>): string =>
    line.id === undefined ? list.identify(line) : `#${line.id}`;
  const copies = new Map<string, number>();
  for (const line of before) copies.set(keyOf(line), (copies.get(keyOf(line)) ?? 0) + 1);
  // The first look left out what lies before its rows, though it may be of the same millisecond.
  const from = truncated ? rows.findIndex((line) => copies.has(keyOf(line))) : 0;
  return rows.slice(Math.max(0, from)).filter((line) => {
    const key = keyOf(line);
    const left = copies.get(key) ?? 0;
    copies.set(key, left - 1);
    return left <= 0 && line.time !== undefined && !isLater(line, last);
  });
}

function inOrder<Raw>(pages: readonly Page<Raw>[], malformed: Page['malformed'], limit: number): Page<Raw> {
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

/** Looks once more, one after the other, at the lists that were read before the newest row was. */
function secondLook<Raw>(
  lists: readonly MergedList<Raw>[],
  options: MergeOptions,
  pages: readonly Page<Raw>[],
  malformed: Page['malformed'],
): Page<Raw> {
  const { limit = Number.POSITIVE_INFINITY, knownUntil = Number.NEGATIVE_INFINITY } = options;
  const ends = pages.map((page) => newestOf(page.lines));
  const last = newestOf(ends.filter((end) => end !== undefined));
  const quiet = last?.time === undefined || last.time <= knownUntil;

  const look = (index: number, read: readonly Page<Raw>[], bad: Page['malformed']): Page<Raw> => {
    const list = lists[index];
    const page = read[index];
    if (quiet || !list || !page || index >= ends.lastIndexOf(last)) return inOrder(read, bad, limit);
    // Without times nothing says where a second look would have to begin.
    if (!list.again || (page.lines.length > 0 && !ends[index])) return look(index + 1, read, bad);
    const again = atEnd(collected(list.again(ends[index]?.time)), ({ lines }) => {
      const whole = { ...page, lines: [...page.lines, ...newRows(list, page, lines, last)] };
      return look(
        index + 1,
        read.map((other, at) => (at === index ? whole : other)),
        [],
      );
    });
    return { ...stepTo(withoutMalformed(again)), malformed: bad };
  };
  return look(0, pages, malformed);
}

/** The same chain, saying nothing of rows that cannot be read: they were counted at the first look. */
function withoutMalformed<Raw>(request: PageRequest<Raw>): PageRequest<Raw> {
  return mapQuery(request, (page) => ({
    ...page,
    malformed: [],
    next: page.next && withoutMalformed(page.next),
  }));
}

/** Reads the lists one after the other; everything comes by time on the last page. */
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
      : secondLook(lists, options, pages, last.malformed);
  });
}
