/**
 * Finds the missing lines of a gap where lines beside it are not held: those that were delivered, by this stream or by the one that it resumes,
 * are recognised.
 */
import type { DeliveredLines } from '../continuity/delivered-lines.js';
import { isInGap } from '../continuity/is-in-gap.js';
import { placeOf } from '../continuity/place-of.js';
import type { DecodedLine, LogGap } from '../entry.js';
import { bridge, type Bridge, type GapSides } from './bridge.js';
import { newBefore } from './delivered-past.js';
import { isAfter, isResumed } from './gap-sides.js';

/** What was found in the rows. */
export interface Found<Raw> extends Bridge<Raw> {
  /** Those of the lines that were not shown before; undefined: all. */
  readonly news?: ReadonlySet<unknown>;
}

/** No lines are held before the gap. `isRemembered`: the line before it is. */
export function bridgeToMemory<Raw>(
  delivered: DeliveredLines<Raw>,
  gap: LogGap,
  rows: readonly DecodedLine<Raw>[],
  sides: GapSides<DecodedLine<Raw>>,
  key: (line: DecodedLine<Raw>) => string,
  isRemembered: boolean,
): Found<Raw> {
  const found = bridge(rows, sides, key);
  const [next] = sides.after;
  const { from } = placeOf(gap, { after: 0 });
  // Lines of an older gap are left to it.
  const isOthers = (line: DecodedLine<Raw>): boolean => (delivered.gapOf(line)?.to ?? Infinity) <= from;
  const news = next && newBefore(delivered, found.lines, next)?.filter((line) => !isOthers(line));
  // The lines shown before the gap are forgotten, and only their time is known.
  const isNew = (line: DecodedLine<Raw>): boolean =>
    isAfter(line, gap.from) && !(delivered.isIdentified(line) && delivered.knows(line, Infinity));
  if (!news) return { ...found, lines: found.lines.filter(isNew) };
  const isNews = new Set(news);
  const first = found.lines.findIndex((line) => isNews.has(line));
  // No timestamp tells where the gap begins: the lines behind the first missing one take their places with it, because they may have been shown after the gap.
  if (gap.from === undefined && first >= 0)
    return { ...found, lines: found.lines.slice(first), news: isNews, meetsBefore: true };
  if (!isResumed(gap, next))
    return { ...found, lines: isRemembered ? news : news.filter(isNew), meetsBefore: true };
  // Lines that the other stream has shown after the gap take their places again.
  const lines = found.lines.filter((line) => isNews.has(line) || isAfter(line, gap.from));
  return { ...found, lines, news: isNews, meetsBefore: !isAfter(rows[0], gap.from) };
}

/**
 * No lines are held after the gap, as after a reload: those that were shown there are recognised, and missed ones are before the last of them. What
 * follows is still to arrive. `edge`: the line before the gap, if it is held. `isAll`: the rows reach the end of the log.
 */
export function bridgeToNewest<Raw>(
  delivered: DeliveredLines<Raw>,
  gap: LogGap,
  rows: readonly DecodedLine<Raw>[],
  edge: DecodedLine<Raw> | undefined,
  isAll: boolean,
): Found<Raw> {
  const counts = delivered.countDelivered();
  const isKnown = rows.map((row) =>
    delivered.isIdentified(row) ? delivered.knows(row, Infinity) : counts.isRepeated(delivered.keyOf(row)),
  );
  const isBefore = rows.map((row, at) =>
    edge ? delivered.keyOf(row) === delivered.keyOf(edge) : isKnown[at] && !isAfter(row, gap.from),
  );
  const from = isBefore.lastIndexOf(true) + 1;
  const to = isKnown.lastIndexOf(true) + 1;
  const news = new Set(rows.filter((_, at) => !isKnown[at]));
  const lines = rows.slice(from, Math.max(from, to));
  return { lines, next: rows[to], news, meetsBefore: from > 0, meetsAfter: isAll && to > from };
}

/** Tells which lines for what is left of a gap from the resumed stream are new: they are older than the end of that gap. */
export function withNews<Raw>(
  delivered: DeliveredLines<Raw>,
  gap: LogGap,
  found: Bridge<Raw>,
  next: DecodedLine<Raw> | undefined,
): Found<Raw> {
  if (!next || !isResumed(gap, next)) return found;
  const place = placeOf(gap, { after: 0, to: Infinity });
  const news = newBefore(delivered, found.lines, next) ?? found.lines;
  return { ...found, news: new Set(news.filter((line) => isInGap(line, place))) };
}
