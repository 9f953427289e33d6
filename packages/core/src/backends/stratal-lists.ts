/**
 * Paging through Stratal's lists. Most are oldest first and report their length; some are newest first, some report no length,
 * some guess it, and some do not page at all. Each function returns a chain of pages, oldest line first.
 */
import type { DecodedLine } from '../entry.js';
import type { Query } from '../lib/http.js';
import { parseTime } from '../lib/time.js';
import { EMPTY_PAGE, mapQuery, newestRows, OLDER_OVERLAP, olderRows, stepTo } from './pages.js';
import { firstRows, readOn, type ReadingPlace, type ReadOn } from './read-on.js';
import type { Cursor, OlderRequest, Page, PageRequest, StartRequest } from './source.js';
import { stratalKey } from './stratal-message.js';
import { isLast, PAGE, sized, type List, type ListAnswer } from './stratal-size.js';

/** How many rows a catch-up goes back first. */
const STEP = 200;

/** @param truncated Whether there are rows before these, if that is known. Then the server's total, which may be a guess, is not needed. */
function pageOf<Raw>(
  answer: ListAnswer<Raw>,
  lines: readonly DecodedLine<Raw>[],
  truncated?: boolean,
): Page<Raw> {
  return {
    lines,
    malformed: answer.malformed,
    total: truncated === undefined ? answer.total : truncated ? undefined : lines.length,
    truncated,
  };
}

/**
 * Drops the lines before the first one at or after `time`, without sorting them. If no line has a time, keeps all: nothing shows that
 * they were delivered before.
 */
function fromTime<Raw>(lines: readonly DecodedLine<Raw>[], time: number): readonly DecodedLine<Raw>[] {
  const first = lines.findIndex((line) => line.time !== undefined && line.time >= time);
  if (first >= 0) return lines.slice(first);
  return firstTime(lines) === undefined ? lines : [];
}

function firstTime(lines: readonly DecodedLine[]): number | undefined {
  return lines.find((line) => line.time !== undefined)?.time;
}

function lastTime(lines: readonly DecodedLine[]): number | undefined {
  return firstTime([...lines].reverse());
}

/** Which rows a chain of pages returns. */
interface Forward {
  /** Drop lines before this time, in epoch milliseconds. */
  readonly since?: number | undefined;
  /** There are rows before the first one. */
  readonly truncated?: boolean | undefined;
  /** At most this many rows. */
  readonly count?: number | undefined;
  /** Rows in the whole list, if they were counted. */
  readonly total?: number | undefined;
}

/** The pages of a list that is oldest first, from a place on. */
function forward<Raw>(list: List<Raw>, place: ReadingPlace, init: Forward): PageRequest<Raw> {
  const read = (limit: number, offset: number): Query<ListAnswer<Raw>> => list.read(limit, offset);
  return readOn(read, place, init.count ?? PAGE, PAGE, (found) => forwardPage(list, found, init));
}

function forwardPage<Raw>(
  list: List<Raw>,
  { answer, offset, asked, known, isEnd, next }: ReadOn<ListAnswer<Raw>>,
  init: Forward,
): Page<Raw> {
  const fresh = answer.rows.length - known;
  const left = init.count === undefined ? undefined : init.count - fresh;
  const own = answer.after(known);
  const lines = init.since === undefined ? own.lines : fromTime(own.lines, init.since);
  const done = isEnd || isLast(list, answer, asked, offset) || (left !== undefined && left <= 0);
  const then: Forward = {
    ...init,
    count: left,
    since: lines.length > 0 ? undefined : init.since,
  };
  return {
    lines,
    malformed: own.malformed,
    total: init.total ?? answer.total,
    next: done ? undefined : forward(list, next, then),
    truncated: init.truncated,
  };
}

/** Whether a page's rows are newest first. Prefers numeric ids, because the timestamps of several runs in one list may go back. */
function isNewestFirst<Raw>(lines: readonly DecodedLine<Raw>[]): boolean {
  const [one, other] = [Number(lines[0]?.id), Number(lines.at(-1)?.id)];
  if (one !== other && !Number.isNaN(one - other)) return one > other;
  const first = firstTime(lines);
  const last = lastTime(lines);
  return first !== undefined && last !== undefined && first > last;
}

/**
 * The rows of `page` that were not `read` before and are older: in a list that is newest first, new rows shift old ones to the next page, or
 * even behind it.
 */
function unseen<Raw>(
  read: readonly DecodedLine<Raw>[],
  page: readonly DecodedLine<Raw>[],
): readonly DecodedLine<Raw>[] {
  const oldest = read.at(-1);
  // It repeats the last rows that were read, or earlier ones if more rows were written meanwhile than it has.
  const isNewer = oldest?.time !== undefined && (lastTime(page) ?? -Infinity) >= oldest.time;
  const last = isNewer ? read : read.slice(-page.length);
  const ids = new Set(last.flatMap((line) => line.id ?? []));
  if (ids.size > 0) {
    // Rows before a known one were written meanwhile; so was a whole page without one, if it is newer than what was read.
    if (page.every((line) => Number(line.id) > Number(oldest?.id))) return [];
    return page.slice(page.map((line) => ids.has(line.id as string)).lastIndexOf(true) + 1);
  }
  const old = last.map(stratalKey);
  const now = page.map(stratalKey);
  // The oldest rows of the previous page may have been removed since.
  for (let from = 0; from < old.length; from++) {
    const overlap = Math.min(old.length - from, now.length);
    if (now.slice(0, overlap).every((key, at) => key === old[from + at])) return page.slice(overlap);
  }
  return page;
}

/** When reading back through a list that is newest first may stop: after this many lines, or at a line before this time. */
interface Until {
  readonly count?: number;
  readonly time?: number | undefined;
}

/**
 * Reads back through a list that is newest first, and returns all lines on the last page. `read`: the lines read so far, newest first, to which those
 * of this page are added.
 */
function backward<Raw>(
  list: List<Raw>,
  answer: ListAnswer<Raw>,
  asked: number,
  offset: number,
  read: DecodedLine<Raw>[],
  until: Until,
): Page<Raw> {
  for (const line of unseen(read, answer.lines)) read.push(line);
  const oldest = lastTime(answer.lines);
  const last = isLast(list, answer, asked, offset);
  const enough =
    (until.count !== undefined && read.length >= until.count) ||
    (until.time !== undefined && oldest !== undefined && oldest < until.time);
  if (!last && !enough) {
    const from = offset + answer.rows.length;
    return {
      ...stepTo(mapQuery(list.read(PAGE, from), (more) => backward(list, more, PAGE, from, read, until))),
      malformed: answer.malformed,
    };
  }
  const lines = [...read].reverse();
  if (until.count === undefined)
    return pageOf(answer, until.time === undefined ? lines : fromTime(lines, until.time));
  const cut = lines.length > until.count;
  return pageOf(answer, cut ? lines.slice(-until.count) : lines, cut || !last);
}

/** The newest `lines` of a list. */
export function newest<Raw>(list: List<Raw>, start: StartRequest): PageRequest<Raw> {
  const lines = Math.max(1, start.lines);
  const fromEnd = (total: number | undefined): Page<Raw> =>
    newestRows(total, lines, (offset, stretch) => forward(list, { offset }, { ...stretch, total }));
  if (list.oldestFirst && !list.single) return sized(list, true, fromEnd);
  const asked = Math.min(PAGE, Math.max(STEP, lines));
  return mapQuery(list.read(asked, 0), (answer) => {
    const backwards = !list.oldestFirst && isNewestFirst(answer.lines);
    if (backwards) return backward(list, answer, asked, 0, [], { count: lines });
    if (!isLast(list, answer, asked, 0)) return stepTo(sized(list, true, fromEnd));
    const kept = answer.lines.slice(-lines);
    return pageOf(answer, kept, kept.length < answer.lines.length);
  });
}

/** The lines from the cursor on. */
export function since<Raw>(list: List<Raw>, cursor: Cursor): PageRequest<Raw> {
  const time = cursor.sinceTime ?? (cursor.since === undefined ? undefined : parseTime(cursor.since));
  /** Goes back from `offset` to a row before the cursor. A row in the same millisecond is not enough: it may not be the first one. */
  const seek = (offset: number, step: number): PageRequest<Raw> => {
    if (offset <= 0 || time === undefined) return forward(list, { offset: 0 }, { since: time });
    const asked = step === STEP ? STEP : 1;
    return mapQuery(list.read(asked, offset), (answer) => {
      const first = firstTime(answer.lines);
      if (first === undefined || first >= time) return stepTo(seek(offset - step * 2, step * 2));
      return asked === 1
        ? stepTo(forward(list, { offset }, { since: time }))
        : forwardPage(list, firstRows(answer, offset, asked), { since: time });
    });
  };
  const fromEnd = (total: number | undefined): Page<Raw> =>
    total === 0 ? EMPTY_PAGE : stepTo(seek((total ?? 0) - STEP, STEP));
  if (list.oldestFirst && !list.single) return sized(list, false, fromEnd);
  return mapQuery(list.read(STEP, 0), (answer) => {
    if (!list.oldestFirst && isNewestFirst(answer.lines))
      return backward(list, answer, STEP, 0, [], { time });
    if (!isLast(list, answer, STEP, 0)) return stepTo(sized(list, false, fromEnd));
    return pageOf(answer, time === undefined ? answer.lines : fromTime(answer.lines, time));
  });
}

/** The rows before the newest `newer`, on one page, which repeats a few of the rows held. */
export function older<Raw>(list: List<Raw>, request: OlderRequest): PageRequest<Raw> {
  const { newer, limit } = request;
  const overlap = Math.min(newer, OLDER_OVERLAP);
  const fromEnd = (total: number | undefined): Page<Raw> =>
    olderRows(total, request, (offset, stretch) => forward(list, { offset }, stretch));
  if (list.oldestFirst && !list.single) return sized(list, true, fromEnd);
  // In a list that is newest first, `newer` is the offset. Rows written since shift it, so the page only repeats more.
  const count = limit + overlap;
  return mapQuery(list.read(STEP, 0), (first) => {
    const backwards = !list.oldestFirst && isNewestFirst(first.lines);
    if (isLast(list, first, STEP, 0)) {
      const end = first.lines.length - newer;
      if (end <= 0) return EMPTY_PAGE;
      const from = Math.max(0, end - limit);
      const lines = backwards ? [...first.lines].reverse() : first.lines;
      return pageOf(first, lines.slice(from, end + overlap), from > 0);
    }
    if (!backwards) return stepTo(sized(list, true, fromEnd));
    const offset = newer - overlap;
    const asked = Math.min(PAGE, count);
    return stepTo(
      mapQuery(list.read(asked, offset), (answer) => backward(list, answer, asked, offset, [], { count })),
    );
  });
}
