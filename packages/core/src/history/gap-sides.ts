/** The lines around a gap, and the cursor to read it from. Pure. */
import type { Cursor } from '../backends/source.js';
import type { Filling, GapInit } from '../buffer/log-buffer.js';
import type { LogView } from '../buffer/log-view.js';
import type { DecodedLine, LogEntry, LogGap, LogItem } from '../entry.js';
import { given } from '../lib/given.js';
import { parseTime } from '../lib/time.js';
import { entriesOf } from './entries-of.js';
import type { LeftOut } from './sifted-rows.js';

/** Number of lines on each side of a gap with which rows are compared. */
export const SIDE_LINES = 1_000;

/** The lines on both sides of a gap, oldest first, up to the next gap. */
export interface HeldSides<Raw> {
  readonly before: readonly LogEntry<Raw>[];
  readonly after: readonly LogEntry<Raw>[];
  /** Number of oversized lines between them and the gap. */
  readonly leftOut: LeftOut;
  /** Nothing is held after the gap. */
  readonly isEnd: boolean;
}

/** The sides of a gap; undefined if it is no longer held. */
export function sidesOf<Raw>(view: LogView<Raw>, seq: number): HeldSides<Raw> | undefined {
  const row = view.rowOf(seq);
  if (view.at(row)?.kind !== 'gap') return undefined;
  const before = nearest([...view.slice(Math.max(0, row - SIDE_LINES), row)].reverse());
  const after = nearest(view.slice(row + 1, row + 1 + SIDE_LINES));
  return {
    before: before.lines.reverse(),
    after: after.lines,
    leftOut: { before: before.leftOut, after: after.leftOut },
    isEnd: row + 1 === view.length,
  };
}

/** The lines of one side, from the gap on. */
function nearest<Raw>(items: readonly LogItem<Raw>[]): { lines: LogEntry<Raw>[]; leftOut: number } {
  const leftOut = oversizeAhead(items);
  const lines = items.slice(leftOut);
  const other = lines.findIndex((item) => item.kind === 'gap');
  return { lines: entriesOf(other < 0 ? lines : lines.slice(0, other)), leftOut };
}

/** Whether an item stands for lines that are missing, and not for one that was too large. */
export function isGapOfLines(item: LogItem | undefined): item is LogGap {
  return item?.kind === 'gap' && item.reason !== 'oversize';
}

/** Number of gaps for oversized lines before all other items. */
export function oversizeAhead(items: readonly LogItem[]): number {
  const first = items.findIndex((item) => item.kind === 'log' || isGapOfLines(item));
  return first < 0 ? items.length : first;
}

/**
 * Whether a gap, or a part of it, comes from the stream that this one resumes: then lines that were shown after it are not held either, and it
 * does not end at `next`, the line after it.
 */
export function isResumed({ from, to }: LogGap, next: DecodedLine | undefined): boolean {
  return from !== undefined && next !== undefined && to !== next.timestamp;
}

/** Whether a line was, or may have been, written after this timestamp. */
export function isAfter(line: DecodedLine | undefined, stamp = ''): boolean {
  const time = parseTime(stamp);
  return time === undefined || line?.time === undefined || line.time > time;
}

/** The cursor to read the missing lines of a gap from. */
export function cursorBefore(gap: LogGap, before: readonly Stamped[]): Cursor {
  const anchor = anchorBefore(before) ?? edgeOf(gap, before);
  return given({ delivered: before.length, since: anchor?.timestamp, sinceTime: anchor?.time });
}

/** What a cursor needs of a line. */
type Stamped = Pick<DecodedLine, 'timestamp' | 'time'>;

/** The newest line that is older than the last one: whether `since` is inclusive or not, all lines with the last timestamp are then repeated. */
export function anchorBefore(lines: readonly Stamped[]): Stamped | undefined {
  const end = lines.at(-1)?.time;
  if (end === undefined) return undefined;
  return lines
    .filter(({ timestamp, time }) => timestamp !== undefined && time !== undefined && time < end)
    .at(-1);
}

/** The start of a gap if the lines before it are no longer held. */
function edgeOf(gap: LogGap, before: readonly unknown[]): Stamped | undefined {
  if (before.length > 0 || gap.from === undefined) return undefined;
  const time = parseTime(gap.from);
  return time === undefined ? undefined : { timestamp: gap.from, time };
}

/**
 * Adds the rest of a partly filled gap before or after `filling`. `missing`: the number of lines still missing, if it is known for
 * certain.
 */
export function withRest<Raw>(
  gap: LogGap,
  filling: readonly Filling<Raw>[],
  meetsBefore: boolean,
  missing = gap.missing === undefined ? undefined : Math.max(1, gap.missing - filling.length),
): readonly Filling<Raw>[] {
  const lines = filling.filter((one): one is DecodedLine<Raw> => !('reason' in one));
  const edge = meetsBefore ? lines.at(-1)?.timestamp : lines[0]?.timestamp;
  const from = meetsBefore ? (edge ?? gap.from) : gap.from;
  const to = meetsBefore ? gap.to : (edge ?? gap.to);
  const rest: GapInit = given({ reason: gap.reason, missing, from, to });
  return meetsBefore ? [...filling, rest] : [rest, ...filling];
}
