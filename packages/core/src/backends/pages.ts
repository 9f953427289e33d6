/** Chains of REST pages as values: a page's `next` says what to ask after it, so that whoever sends them needs no plan. */
import type { DecodedLine } from '../entry.js';
import type { Query } from '../lib/http.js';
import type { OlderRequest, Page, PageRequest } from './source.js';

/** A page without lines. */
export const EMPTY_PAGE: Page<never> = Object.freeze({ lines: [], malformed: [] });

/**
 * Rows that a page of older lines repeats of what is held. Where the two meet is seen by that, which time alone cannot
 * tell: many lines may share one millisecond.
 */
export const OLDER_OVERLAP = 50;

/** The same request with its answer turned into something else. */
export function mapQuery<A, B>(query: Query<A>, turn: (answer: A) => B): Query<B> {
  return { ...query, decode: (body) => turn(query.decode(body)) };
}

/** A page that brings no lines and goes on. */
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

/** A stretch of a list that is oldest first: from `offset` on. */
export interface ListStretch {
  /** Rows wanted at most. Absent: to the end. */
  readonly count?: number;
  /** There are rows before it. */
  readonly truncated: boolean;
}

/** Reads a stretch of a list. */
export type ReadStretch<Raw> = (offset: number, stretch: ListStretch) => PageRequest<Raw>;

/** The newest rows of a list of `total` (undefined: unknown, so all of them). */
export function newestRows<Raw>(total: number | undefined, lines: number, read: ReadStretch<Raw>): Page<Raw> {
  const offset = Math.max(0, (total ?? 0) - lines);
  return total === 0 ? EMPTY_PAGE : stepTo(read(offset, { truncated: offset > 0 }));
}

/** Rows of a list of `total` that lie before the newest `newer`, on one page, which repeats a few of those that are held. */
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
