/** Several lists of one server, read one after the other and given as one. */
import type { DecodedLine } from '../entry.js';
import { collected, mapQuery, stepTo } from './pages.js';
import type { Page, PageRequest } from './source.js';

/** Reads the chain to its end, and makes its last page into something else. */
function atEnd<Raw>(request: PageRequest<Raw>, turn: (last: Page<Raw>) => Page<Raw>): PageRequest<Raw> {
  return mapQuery(request, (page) => (page.next ? { ...page, next: atEnd(page.next, turn) } : turn(page)));
}

/**
 * Lines of several lists by time. The order within a list stays: a line without a time, or one after a clock that stepped
 * back, stands where its list has it. Of equal times the earlier list goes first.
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
  for (;;) {
    let first = -1;
    for (let index = 0; index < filled.length; index++) {
      if ((at[index] as number) >= (filled[index] as readonly unknown[]).length) continue;
      if (first < 0 || (clocks[index] as number) < (clocks[first] as number)) first = index;
    }
    if (first < 0) return merged;
    const list = filled[first] as readonly DecodedLine<Raw>[];
    const position = at[first] as number;
    merged.push(list[position] as DecodedLine<Raw>);
    at[first] = position + 1;
    clocks[first] = list[position + 1]?.time ?? (clocks[first] as number);
  }
}

/** Reads the chains one after the other; everything comes by time on the last page, at most the newest `limit` lines of it. */
export function merged<Raw>(
  chains: readonly PageRequest<Raw>[],
  limit = Number.POSITIVE_INFINITY,
  before: readonly Page<Raw>[] = [],
): PageRequest<Raw> {
  const [chain, ...others] = chains as readonly [PageRequest<Raw>, ...PageRequest<Raw>[]];
  return atEnd(collected(chain), (last) => {
    const pages = [...before, last];
    if (others.length > 0) return { ...stepTo(merged(others, limit, pages)), malformed: last.malformed };
    const lines = mergeByTime(pages.map((page) => page.lines));
    const cut = lines.length > limit;
    const totals = pages.map((page) => page.total);
    const total = totals.reduce<number | undefined>(
      (sum, part) => (sum === undefined || part === undefined ? undefined : sum + part),
      0,
    );
    return {
      lines: cut ? lines.slice(-limit) : lines,
      malformed: last.malformed,
      ...(total === undefined ? {} : { total }),
      ...(cut || pages.some((page) => page.truncated) ? { truncated: true } : {}),
    };
  });
}
