/** What a stream remembers of what it delivered, asked by who reads the past. */
import type { Cursor } from '../backends/source.js';
import type { DeliveredLines } from '../continuity/delivered-lines.js';
import type { DeliveredLine } from '../continuity/line-key.js';
import { layAgainst } from '../continuity/replay.js';
import type { DecodedLine } from '../entry.js';

/**
 * Where to ask from for what comes after a delivered line, the last with a stamp or the one before `edge`: from a line that is older,
 * so that this one is repeated. undefined: it is not remembered.
 */
export function cursorBeforeDelivered<Raw>(
  delivered: DeliveredLines<Raw>,
  edge: DecodedLine<Raw> | string | undefined,
): Cursor | undefined {
  const { window } = delivered;
  const index =
    typeof edge === 'object'
      ? delivered.indexOf(edge) - 1
      : [...window].map(({ timestamp }) => timestamp).lastIndexOf(edge);
  const last = window.at(index);
  if (last?.time === undefined) return undefined;
  const count = delivered.delivered;
  for (let at = index - 1; at >= 0; at--) {
    const { timestamp, time } = window.at(at) as DeliveredLine<Raw>;
    if (timestamp !== undefined && time !== undefined && time < last.time)
      return { delivered: count, since: timestamp, sinceTime: time };
  }
  return delivered.isWhole ? { delivered: count } : undefined;
}

/**
 * Of rows that were read for a gap before `next`, those that were not delivered before it, in this stream or in the one that it
 * resumes; undefined where none of the rows was, so that nothing tells where they belong.
 */
export function newBefore<Raw>(
  delivered: DeliveredLines<Raw>,
  rows: readonly DecodedLine<Raw>[],
  next: DecodedLine<Raw>,
): readonly DecodedLine<Raw>[] | undefined {
  const { window } = delivered;
  const index = delivered.indexOf(next);
  if (index < 0) return undefined;
  const counts = delivered.countDelivered();
  for (let at = index; at < window.length; at++)
    counts.isRepeated(delivered.keyOf(window.at(at) as DeliveredLine<Raw>));
  let meets = false;
  const news = rows.filter((row) => {
    const identified = delivered.isIdentified(row);
    const known = identified ? knows(delivered, row) : counts.isRepeated(delivered.keyOf(row));
    meets ||= known && (!identified || window.indexOf(row.id) < index);
    return !known;
  });
  return meets ? news : undefined;
}

/** Whether a line was delivered, and is none of a log that was begun anew. */
function knows<Raw>(
  delivered: DeliveredLines<Raw>,
  line: DecodedLine<Raw> & { readonly id: string },
): boolean {
  return delivered.knows(line, Number.POSITIVE_INFINITY);
}

/** Of `lines`, the newest of the log, those that were delivered or are older than what was. */
export function withoutNews<Raw>(
  delivered: DeliveredLines<Raw>,
  lines: readonly DecodedLine<Raw>[],
): readonly DecodedLine<Raw>[] {
  const held = [...delivered.window];
  const key = (line: DeliveredLine<Raw>): string => delivered.keyOf(line);
  let known = 0;
  if (delivered.options.identity === 'align') {
    const { overlap, next } = layAgainst(held, lines, key, false);
    if (overlap > 0) known = next;
  } else {
    const keys = new Set(held.map(key));
    known =
      lines
        .map((line) => (delivered.isIdentified(line) ? knows(delivered, line) : keys.has(key(line))))
        .lastIndexOf(true) + 1;
  }
  if (known > 0) return lines.slice(0, known);
  const newest = delivered.window.newest?.time;
  return newest === undefined ? lines : lines.filter(({ time }) => time === undefined || time < newest);
}
