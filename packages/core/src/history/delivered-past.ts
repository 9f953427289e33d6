/** Questions about the delivered lines, for the code that reads older lines and fills gaps. */
import type { Cursor } from '../backends/source.js';
import type { DeliveredLines } from '../continuity/delivered-lines.js';
import type { DeliveredLine } from '../continuity/line-key.js';
import type { Reconciler } from '../continuity/reconciler.js';
import { layAgainst } from '../continuity/replay.js';
import type { DecodedLine } from '../entry.js';
import { given } from '../lib/given.js';
import { anchorBefore } from './gap-sides.js';

/**
 * The cursor to read what follows the last delivered line with a timestamp. It points to an older line, so that this line is repeated. undefined if the
 * line is not remembered.
 */
export function cursorBeforeDelivered<Raw>(
  delivered: DeliveredLines<Raw>,
  stamp: string | undefined,
): Cursor | undefined {
  const { window } = delivered;
  const index = [...window].map(({ timestamp }) => timestamp).lastIndexOf(stamp);
  if (window.at(index)?.time === undefined) return undefined;
  const anchor = anchorBefore([...window].slice(0, index + 1));
  if (!anchor && !delivered.isWhole) return undefined;
  return given({ delivered: delivered.delivered, since: anchor?.timestamp, sinceTime: anchor?.time });
}

/**
 * Tells for each row up to `next` whether it was delivered before that line, by this stream or by the one that it resumes. Lines that are placed in a
 * gap are remembered after those that follow it. undefined: whether it was delivered at all.
 */
export function knownBefore<Raw>(
  delivered: DeliveredLines<Raw>,
  rows: readonly DecodedLine<Raw>[],
  next: DecodedLine<Raw> | undefined,
): ReadonlySet<DecodedLine<Raw>> {
  const { window } = delivered;
  const index = next ? delivered.indexOf(next) : -1;
  const counts = delivered.countDelivered();
  for (let at = index; index >= 0 && at < window.length; at++)
    counts.isRepeated(delivered.keyOf(window.at(at) as DeliveredLine<Raw>));
  return new Set(
    rows.filter((row) =>
      delivered.isIdentified(row) ? delivered.knows(row, Infinity) : counts.isRepeated(delivered.keyOf(row)),
    ),
  );
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
