/** Chains of REST pages as values: a page's `next` is the request for the following one, so that the sender needs no paging logic. */
import type { DecodedLine } from '../entry.js';
import type { Query } from '../lib/http.js';
import type { OlderRequest, Page, PageRequest } from './source.js';

/** A page without lines. */
export const EMPTY_PAGE: Page<never> = Object.freeze({ lines: [], malformed: [] });

/**
 * How many of the rows held a page of older lines repeats. The overlap shows where the two meet; timestamps alone cannot, because
 * many lines may share a millisecond.
 */
export const OLDER_OVERLAP = 50;

/** The same request, with its decoded response converted by `convert`. */
export function mapQuery<A, B>(query: Query<A>, convert: (answer: A) => B): Query<B> {
  return { ...query, decode: (body) => convert(query.decode(body)) };
}

/** A page without lines that is followed by `next`. */
export function stepTo<Raw>(next: PageRequest<Raw>): Page<Raw> {
  return { lines: [], malformed: [], next };
}

/** The same chain, with all its lines on its last page. */
export function collected<Raw>(
  request: PageRequest<Raw>,
  before: readonly (readonly DecodedLine<Raw>[])[] = [],
): PageRequest<Raw> {
  return mapQuery(request, (page) => {
    const chunks = [...before, page.lines];
    if (page.next) return { ...page, lines: [], next: collected(page.next, chunks) };
    return { ...page, lines: chunks.length === 1 ? page.lines : chunks.flat() };
  });
}

/** A part of a list that is oldest first. */
export interface ListStretch {
  /** At most this many rows. Absent: to the end. */
  readonly count?: number;
  /** There are rows before it. */
  readonly truncated: boolean;
}

/** Reads the part of a list that begins at `offset`. */
export type ReadStretch<Raw> = (offset: number, stretch: ListStretch) => PageRequest<Raw>;

/** The newest `lines` rows of a list with `total` rows; all rows if the total is not known. */
export function newestRows<Raw>(total: number | undefined, lines: number, read: ReadStretch<Raw>): Page<Raw> {
  const offset = Math.max(0, (total ?? 0) - lines);
  return total === 0 ? EMPTY_PAGE : stepTo(read(offset, { truncated: offset > 0 }));
}

/** The rows of a list with `total` rows before the newest `newer`, on one page, which repeats a few of the rows held. */
export function olderRows<Raw>(
  total: number | undefined,
  { newer, limit }: Pick<OlderRequest, 'newer' | 'limit'>,
  read: ReadStretch<Raw>,
): Page<Raw> {
  if (total === undefined) return { ...EMPTY_PAGE, truncated: true };
  const end = total - newer;
  if (end <= 0) return EMPTY_PAGE;
  const offset = Math.max(0, end - limit);
  const count = end - offset + Math.min(newer, OLDER_OVERLAP);
  return stepTo(collected(read(offset, { count, truncated: offset > 0 })));
}
