/** How long a list of Stratal's is, and whether an answer was its end, whatever the server says of it or leaves out. */
import type { DecodedLine } from '../entry.js';
import type { Query } from '../lib/http.js';
import { mapQuery, stepTo } from './pages.js';
import type { Malformed, Page, PageRequest } from './source.js';

/** One answer of a list. */
export interface ListAnswer<Raw> {
  /** In the list's order. */
  readonly lines: readonly DecodedLine<Raw>[];
  readonly malformed: readonly Malformed[];
  /** What was received, unreadable rows included: their number is what the offset advances by. */
  readonly rows: readonly unknown[];
  /** How many rows there are, where the server says so. It may be wrong. */
  readonly total: number | undefined;
  /** The limit that the server went by, where it says so. */
  readonly limit: number | undefined;
}

/** A list that can be read. */
export interface List<Raw> {
  read(limit: number, offset: number): Query<ListAnswer<Raw>>;
  /** Whether rows are known to come oldest first. Otherwise the first page tells. */
  readonly oldestFirst: boolean;
  /** An answer that says nothing of paging holds everything. */
  readonly single: boolean;
  identify(line: DecodedLine<Raw>): string;
}

/** What a server gives at once. */
export const PAGE = 1_000;
/** The limit that servers fall back to: none gives fewer at once while there are more. */
const LEAST = 100;
/** Whether nothing follows an answer at `offset` for which `asked` rows were wanted. When in doubt it is not the last. */
export function isLast<Raw>(
  list: List<Raw>,
  answer: ListAnswer<Raw>,
  asked: number,
  offset: number,
): boolean {
  const { rows, total, limit } = answer;
  const received = rows.length;
  const reached = offset + received;
  if (received === 0 || received > asked) return true;
  if (list.single && total === undefined && limit === undefined) return true;
  // At the beginning a total of as many as came may be a guess.
  if (offset > 0 && reached === total) return true;
  if (received >= (limit ?? asked)) return false;
  const doubtful = limit === undefined || (total !== undefined && reached < total);
  // Chasing the end of a log that grows by a few lines a read would never end.
  return !doubtful || received < LEAST;
}

/** Whether an answer is the one before it once more: a server that does not know the offset. */
export function isRepeated(before: readonly unknown[], now: readonly unknown[]): boolean {
  if (before.length === 0 || now.length < before.length) return false;
  try {
    return before.every((row, at) => JSON.stringify(row) === JSON.stringify(now[at]));
  } catch {
    return false; // nested too deeply to be compared
  }
}

/** What a chain does once it knows how many rows there are; undefined: they cannot be counted, read from the beginning. */
export type Sized<Raw> = (total: number | undefined) => Page<Raw>;

/**
 * Asks how many rows there are, and counts them where the server does not say or says something implausible. `exact`: a
 * total that is too high will not do.
 */
export function sized<Raw>(list: List<Raw>, exact: boolean, then: Sized<Raw>): PageRequest<Raw> {
  return mapQuery(list.read(1, 0), (answer) => {
    const { rows, total } = answer;
    if (rows.length === 0) return then(0);
    // A total of 1 for the one row that was asked for may be the size of the answer.
    if (total !== undefined && total > 1) return exact ? stepTo(verified(list, total, then)) : then(total);
    if (rows.length > 1) return then(undefined);
    if (isLast(list, answer, 1, 0)) return then(1);
    return stepTo(gallop(list, rows, 1, PAGE, then));
  });
}

/** Looks whether the last row of so many is there. */
function verified<Raw>(list: List<Raw>, total: number, then: Sized<Raw>): PageRequest<Raw> {
  return mapQuery(list.read(1, total - 1), ({ rows }) =>
    rows.length === 0 ? stepTo(bisect(list, 1, total - 1, then)) : then(total),
  );
}

/** Looks for the end in doubling steps. At least `known` rows are there. */
function gallop<Raw>(
  list: List<Raw>,
  first: readonly unknown[],
  known: number,
  step: number,
  then: Sized<Raw>,
): PageRequest<Raw> {
  return mapQuery(list.read(1, known + step), (answer) => {
    if (answer.rows.length === 0) return stepTo(bisect(list, known, known + step, then));
    if (answer.rows.length > 1 || isRepeated(first, answer.rows)) return then(undefined);
    return stepTo(gallop(list, first, known + step + 1, step * 2, then));
  });
}

/** At least `known` rows are there, and none from `end` on. */
function bisect<Raw>(list: List<Raw>, known: number, end: number, then: Sized<Raw>): PageRequest<Raw> {
  if (end - known <= PAGE)
    return mapQuery(list.read(PAGE, known), (answer) => {
      const counted = known + answer.rows.length;
      const done = isLast(list, answer, PAGE, known) || counted >= end;
      return done ? then(counted) : stepTo(bisect(list, counted, end, then));
    });
  const middle = Math.floor((known + end) / 2);
  return mapQuery(list.read(1, middle), (answer) =>
    stepTo(
      answer.rows.length === 0 ? bisect(list, known, middle, then) : bisect(list, middle + 1, end, then),
    ),
  );
}
