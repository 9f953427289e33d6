/** Chains of REST pages as values: a page's `next` says what to ask after it, so that whoever sends them needs no plan. */
import type { DecodedLine } from '../entry.js';
import type { Query } from '../lib/http.js';
import type { Page, PageRequest } from './source.js';

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
