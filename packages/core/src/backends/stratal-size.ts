/** Finds out how long one of Stratal's lists is, and whether a response was its end, even if the server reports this wrongly or not at all. */
import type { Query } from '../lib/http.js';
import type { Rows } from './decoding.js';
import { mapQuery, stepTo } from './pages.js';
import { isSameRow, type ListRows } from './read-on.js';
import type { Page, PageRequest } from './source.js';

/** One response of a list. Its lines are in the list's order. */
export interface ListAnswer<Raw> extends ListRows, Pick<Rows<Raw>, 'lines' | 'malformed' | 'after'> {
  /** Number of rows in the list, if the server reports it. It may be wrong. */
  readonly total: number | undefined;
  /** The limit that the server applied, if it reports it. */
  readonly limit: number | undefined;
}

/** A list that can be read. */
export interface List<Raw> {
  read(limit: number, offset: number): Query<ListAnswer<Raw>>;
  /** The rows are known to be oldest first. Otherwise the first page shows their order. */
  readonly oldestFirst: boolean;
  /** A response without paging information contains the whole list. */
  readonly single: boolean;
}

/** The most rows that a server returns at once. */
export const PAGE = 1_000;
/** The default limit of all servers: none returns fewer rows if there are more. */
const DEFAULT_LIMIT = 100;

/** Whether nothing follows this response, for which `asked` rows were requested at `offset`. If in doubt, it is not the last. */
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
  // On the first page, such a total may be a guess: the size of the response.
  if (offset > 0 && reached === total) return true;
  if (received >= (limit ?? asked)) return false;
  const doubtful = limit === undefined || (total !== undefined && reached < total);
  // A few rows are the end, even if the log has grown meanwhile: otherwise we would chase it forever.
  return !doubtful || received < DEFAULT_LIMIT;
}

/** Whether a response repeats the previous one, because the server ignores the offset. */
function isRepeated(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length > 0 && before.every((row, at) => isSameRow(row, now[at]));
}

/** Continues a chain once the number of rows is known; undefined if they cannot be counted: read from the beginning. */
export type Sized<Raw> = (total: number | undefined) => Page<Raw>;

/**
 * Asks how many rows there are, and searches for the end if the server does not report a plausible number. `exact`: verify that the number is
 * not too high.
 */
export function sized<Raw>(list: List<Raw>, exact: boolean, then: Sized<Raw>): PageRequest<Raw> {
  return mapQuery(list.read(1, 0), (answer) => {
    const { rows, total } = answer;
    if (rows.length === 0) return then(0);
    // A total of 1 may be the size of this response, for which one row was requested.
    if (total !== undefined && total > 1) return exact ? stepTo(verified(list, total, then)) : then(total);
    if (rows.length > 1) return then(undefined);
    if (isLast(list, answer, 1, 0)) return then(1);
    return stepTo(gallop(list, rows, 1, PAGE, then));
  });
}

/** Verifies a total: there must be a last row. */
function verified<Raw>(list: List<Raw>, total: number, then: Sized<Raw>): PageRequest<Raw> {
  return mapQuery(list.read(1, total - 1), ({ rows }) =>
    rows.length === 0 ? stepTo(bisect(list, 1, total - 1, then)) : then(total),
  );
}

/** Searches for the end in doubling steps. There are at least `known` rows. */
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

/** Searches for the end by bisection. There are at least `known` rows, and none from `end` on. */
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
