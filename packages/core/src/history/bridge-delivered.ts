/**
 * Finds the missing lines of a gap where lines beside it are not held, or were not until now: those that were delivered, by this stream or by the one
 * that it resumes, are recognised.
 */
import type { DeliveredLines } from '../continuity/delivered-lines.js';
import type { DeliveredLine } from '../continuity/line-key.js';
import { isInGap } from '../continuity/is-in-gap.js';
import { placeOf } from '../continuity/place-of.js';
import { alignmentKey } from '../continuity/replay.js';
import type { DecodedLine, LogGap } from '../entry.js';
import { bridge, type Bridge } from './bridge.js';
import { knownBefore } from './delivered-past.js';
import { isAfter } from './gap-sides.js';

/** What was found in the rows. */
export interface Found<Raw> extends Bridge<Raw> {
  /** Those of the lines that were not shown before; undefined: all. */
  readonly news?: ReadonlySet<unknown>;
}

/** The last lines before a gap, see `ToldGaps.edgeOf`, and the lines held after it. */
interface Sides<Raw> {
  readonly before: readonly DeliveredLine<Raw>[] | undefined;
  readonly after: readonly DecodedLine<Raw>[];
}

/** What the rows of a gap are. */
interface About {
  /** They begin with the first line of the log. */
  readonly isWhole: boolean;
  /** They reach its end. */
  readonly isAll: boolean;
  /** The gap comes from the stream that this one resumes: lines that were shown behind it are not held either, and take their places again. */
  readonly isOlder: boolean;
}

/**
 * See the file's head. If nothing is held after the gap, as after a reload, missed lines are before the last of those that were shown there; what
 * follows is still to arrive.
 */
export function bridgeToMemory<Raw>(
  delivered: DeliveredLines<Raw>,
  gap: LogGap,
  rows: readonly DecodedLine<Raw>[],
  { before, after }: Sides<Raw>,
  { isWhole, isAll, isOlder }: About,
): Found<Raw> {
  const [next] = after;
  const textOf = (line: DeliveredLine<Raw>): string => delivered.keyOf(line);
  const held = [...(before ?? []), ...after];
  const key = delivered.options.identity === 'align' ? alignmentKey(held, rows, textOf) : textOf;
  const found = bridge<Raw, DeliveredLine<Raw>>(rows, { before: before ?? [], after }, key);
  // What the gap ends at comes before what it begins with: neither says where it is.
  if (next && !found.meetsAfter && rows.some((row) => key(row) === key(next)))
    return { lines: [], meetsBefore: false, meetsAfter: false };
  // What begins with the log, but lacks the line after the gap, is newer, whatever the server says.
  const isBegun = isWhole && before?.length === 0 && (!next || found.meetsAfter);
  const meetsBefore = found.meetsBefore || isBegun;
  const end = found.next ? rows.indexOf(found.next) : rows.length;
  const known = knownBefore(delivered, rows.slice(0, end), next);
  const isAgain = isOlder || gap.to === undefined;
  const all = found.lines.filter(
    (row) => (isAgain || !known.has(row)) && (meetsBefore || isAfter(row, gap.from)),
  );
  const lines = next ? all : all.slice(0, all.map((row) => known.has(row)).lastIndexOf(true) + 1);
  const place = placeOf(gap, { after: 0, to: Infinity });
  const { oldest, truncated } = delivered.window;
  // Those of them that are forgotten are not in the gap.
  const isRemembered = !truncated || (oldest?.time ?? place.from) <= place.from;
  const isNews = (row: DecodedLine<Raw>): boolean =>
    !known.has(row) && (isRemembered || row.time === undefined || isInGap(row, place));
  return {
    lines,
    next: next ? found.next : rows[rows.indexOf(lines.at(-1) as DecodedLine<Raw>) + 1],
    news: new Set(lines.filter(isNews)),
    meetsBefore,
    meetsAfter: next ? found.meetsAfter : isAll && lines.length > 0,
  };
}
