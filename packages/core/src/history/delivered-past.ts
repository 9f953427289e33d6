/** Questions about the delivered lines, for the code that reads older lines and fills gaps. */
import type { Cursor } from '../backends/source.js';
import type { DeliveredLines } from '../continuity/delivered-lines.js';
import type { DeliveredLine } from '../continuity/line-key.js';
import { isBefore } from '../continuity/is-before.js';
import type { Reconciler } from '../continuity/reconciler.js';
import { layAgainst } from '../continuity/replay.js';
import type { DecodedLine } from '../entry.js';
import { given } from '../lib/given.js';
import { anchorBefore } from './gap-sides.js';

/**
 * The cursor to read what follows a delivered line (the last one with a timestamp, or the one before `edge`). It points to an older line,
 * so that this line is repeated. undefined if the line is not remembered.
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
  if (window.at(index)?.time === undefined) return undefined;
  const anchor = anchorBefore([...window].slice(0, index + 1));
  if (!anchor && !delivered.isWhole) return undefined;
  return given({ delivered: delivered.delivered, since: anchor?.timestamp, sinceTime: anchor?.time });
}

/**
 * Filters rows that were read for a gap before `next` to those not delivered before it, by this stream or by the one that it
 * resumes; undefined if none of the rows was delivered, because then nothing tells where they belong.
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
  const isKnown = rows.map((row) => {
    const identified = delivered.isIdentified(row);
    const known = identified ? delivered.knows(row, Infinity) : counts.isRepeated(delivered.keyOf(row));
    // Lines that were placed in the gap are remembered after those that follow it.
    meets ||= known && !isBefore(next, row) && (!identified || window.indexOf(row.id) < index);
    return known;
  });
  if (!meets) return undefined;
  // A tail is requested without a cursor: it may begin before everything that was requested.
  const from = delivered.options.identity === 'align' && !delivered.isWhole ? isKnown.indexOf(true) : 0;
  return rows.filter((_, at) => at >= from && !isKnown[at]);
}

/**
 * Remembers lines that were read before `next`, if that is the first delivered line, so that late ones among them can be told from them. They do not
 * count as delivered: no line changes its place among the delivered ones. `whole`: the log begins with them.
 */
export function noteOlder<Raw>(
  delivered: Reconciler<Raw>,
  lines: readonly DecodedLine<Raw>[],
  next: DecodedLine<Raw>,
  whole: boolean,
): void {
  const { pass, window } = delivered;
  const { oldest, truncated } = window;
  if (!oldest || truncated || oldest.time !== next.time || delivered.keyOf(oldest) !== delivered.keyOf(next))
    return;
  // A pass that is past all that was delivered before it does not contain them: an equal line is a late one.
  if (!pass.placed) for (const line of lines) pass.copies.noteBefore(line);
  window.restore([...lines, ...window], window.delivered);
  delivered.beginsHere(whole);
}

/** Filters `lines`, the newest of the log, to those that were delivered or are older than delivered ones. undefined: nothing tells which. */
export function withoutNews<Raw>(
  delivered: DeliveredLines<Raw>,
  lines: readonly DecodedLine<Raw>[],
): readonly DecodedLine<Raw>[] | undefined {
  const held = [...delivered.window];
  const key = (line: DeliveredLine<Raw>): string => delivered.keyOf(line);
  let known: number;
  if (delivered.options.identity === 'align') known = layAgainst(held, lines, key, false).next;
  else {
    const keys = new Set(held.map(key));
    known =
      lines
        .map((line) => (delivered.isIdentified(line) ? delivered.knows(line, Infinity) : keys.has(key(line))))
        .lastIndexOf(true) + 1;
  }
  if (known > 0) return lines.slice(0, known);
  const newest = delivered.window.newest?.time;
  return newest === undefined ? undefined : lines.filter(({ time }) => time === undefined || time < newest);
}
