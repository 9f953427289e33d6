import type { DecodedLine } from '../entry.js';
import { mapQuery } from './pages.js';
import type { Cursor, Page, PageRequest } from './source.js';

/** Whether lines, oldest first, reach back to those delivered: to the overlap, or in a log without timestamps to the newest id. */
function reaches(lines: readonly DecodedLine[], { sinceTime, lastId }: Cursor): boolean {
  if (sinceTime !== undefined) return (lines[0]?.time ?? Infinity) < sinceTime;
  return lines.some(({ id, time }) => time === undefined && id !== undefined && id === lastId);
}

/**
 * The same chain, whose first page has the newest lines and whose next ones have older ones, in the order of the log: all its lines are on the
 * last page. It is read until there are `wanted` lines, or those from the cursor on. `newer`: the pages before, oldest first.
 */
export function newestFirst<Raw>(
  request: PageRequest<Raw>,
  wanted = Infinity,
  cursor?: Cursor,
  newer: readonly Page<Raw>[] = [],
): PageRequest<Raw> {
  return mapQuery(request, (page): Page<Raw> => {
    const { next, truncated } = page;
    const pages = [page, ...newer];
    const isFull = pages.reduce((count, { lines }) => count + lines.length, 0) >= wanted;
    const isEnd = !next || isFull || (cursor && reaches(page.lines, cursor));
    // If only an older page says that the log is over, lines may have been written after the newest page was read.
    const { complete } = pages.at(-1) as Page<Raw>;
    return isEnd
      ? {
          ...page,
          lines: pages.flatMap(({ lines }) => lines),
          complete,
          next: undefined,
          truncated: next ? isFull : truncated,
        }
      : { ...page, lines: [], complete, truncated: false, next: newestFirst(next, wanted, cursor, pages) };
  });
}
