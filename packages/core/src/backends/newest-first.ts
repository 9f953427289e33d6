import { mapQuery } from './pages.js';
import type { Page, PageRequest } from './source.js';

/**
 * The same chain, whose first page has the newest lines and whose next ones have older ones, in the order of the log: all its lines are on the
 * last page. It is read until there are `wanted` lines, or one from before the time `since`. `newer`: the pages before.
 */
export function newestFirst<Raw>(
  request: PageRequest<Raw>,
  wanted = Infinity,
  since = -Infinity,
  newer?: Page<Raw>,
): PageRequest<Raw> {
  return mapQuery(request, (page): Page<Raw> => {
    const { next, truncated } = page;
    const lines = newer ? [...page.lines, ...newer.lines] : page.lines;
    const isFull = lines.length >= wanted;
    const isEnd = !next || isFull || (lines[0]?.time ?? Infinity) < since;
    // If only an older page says that the log is over, lines may have been written after the newest page was read.
    const all = { ...page, lines, complete: (newer ?? page).complete };
    return isEnd
      ? { ...all, next: undefined, truncated: next ? isFull : truncated }
      : { ...all, lines: [], truncated: false, next: newestFirst(next, wanted, since, all) };
  });
}
