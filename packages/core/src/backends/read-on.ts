/**
 * Reads on in a list that is oldest first and paged by offsets. Rows that the server removes or inserts meanwhile shift the
 * offsets of all rows after them, so an offset alone would skip or repeat rows. The last row read is therefore requested again, and the
 * list continues after it.
 */
import { LogStreamError } from '../errors.js';
import type { Query } from '../lib/http.js';
import { mapQuery, stepTo } from './pages.js';
import type { Page, PageRequest } from './source.js';

/** One response of a list. */
export interface ListRows {
  /** All rows received, including malformed ones: the offset advances by their number. */
  readonly rows: readonly unknown[];
}

/** Where a list is read on. */
export interface ReadingPlace {
  readonly offset: number;
  /** The rows before it, as the previous response had them. Absent: this is the first request. */
  readonly before?: readonly unknown[];
  /** How many of them are requested again. Default 1; more where rows are being removed. */
  readonly overlap?: number;
}

/** A response that continues what was read. */
export interface ReadOn<Answer> {
  readonly answer: Answer;
  /** The offset of its first row. */
  readonly offset: number;
  /** Number of rows that were requested. */
  readonly asked: number;
  /** Number of its first rows, up to the last one read before; they do not count again. */
  readonly known: number;
  /** Nothing follows on what was read, or the server ignores the offset. */
  readonly isEnd: boolean;
  readonly next: ReadingPlace;
}

/** How much further back to look for a row that has moved. */
const WIDER = 32;

/** Whether two rows are equal in every field: after a restart of its log, a server may use an id for another row. */
export function isSameRow(row: unknown, other: unknown): boolean {
  try {
    return JSON.stringify(row) === JSON.stringify(other);
  } catch {
    return false; // nested too deeply to be compared
  }
}

/** Index of the last of the rows `before` in a response; of equal rows the one that the others precede, too. −1: it is not there. */
function lastIndexIn(rows: readonly unknown[], before: readonly unknown[]): number {
  const last = before.at(-1);
  let found = -1;
  for (const [at, row] of rows.entries()) {
    if (!isSameRow(row, last)) continue;
    const held = before.slice(-1 - at);
    if (held.every((one, n) => isSameRow(one, rows[at + 1 - held.length + n]))) return at;
    if (found < 0) found = at;
  }
  return found;
}

/** A first response that was requested elsewhere. */
export function firstRows<Answer extends ListRows>(
  answer: Answer,
  offset: number,
  asked: number,
): ReadOn<Answer> {
  const next = { offset: offset + answer.rows.length, before: answer.rows };
  return { answer, offset, asked, known: 0, isEnd: answer.rows.length === 0, next };
}

/** The error for a list that cannot be read on: whoever reads it begins again after the lines that were delivered. */
function moved(): LogStreamError {
  return new LogStreamError(
    'protocol',
    'The list of logs changed while it was read: rows were removed or replaced faster than they could be read. It is read again from the last line on.',
  );
}

/**
 * Requests up to `wanted` further rows, at most `max` at once. If the last row read has moved, it is searched for as far back as the previous
 * response went; if it is not there, decoding the response throws.
 */
export function readOn<Answer extends ListRows, Raw>(
  read: (limit: number, offset: number) => Query<Answer>,
  { offset, before = [], overlap = 1 }: ReadingPlace,
  wanted: number,
  max: number,
  then: (found: ReadOn<Answer>) => Page<Raw>,
): PageRequest<Raw> {
  const look = (back: number): PageRequest<Raw> => {
    const at = Math.max(0, offset - back);
    const asked = Math.min(max, wanted + back);
    return mapQuery(read(asked, at), (answer) => {
      const { rows } = answer;
      const known = back > 0 ? lastIndexIn(rows, before) + 1 : 0;
      if (known === 0 && back > 0) {
        if (back > before.length || at === 0) throw moved();
        return stepTo(look(Math.min(back * WIDER, before.length + 1)));
      }
      const shift = offset - at - known;
      // It will likely move by as much again before the next response.
      const next = { offset: at + rows.length, before: rows, overlap: Math.max(1, 2 * shift) };
      const isEnd = rows.length === known && shift <= 0;
      return then({ answer, offset: at, asked, known, isEnd, next });
    });
  };
  // At least half of a response is new.
  return look(Math.min(overlap, before.length, Math.floor(max / 2)));
}
