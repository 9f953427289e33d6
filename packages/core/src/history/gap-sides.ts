/** What stands around a gap: its lines, and where the server is asked from. Pure. */
import type { Cursor } from '../backends/source.js';
import type { GapInit } from '../buffer/log-buffer.js';
import type { LogView } from '../buffer/log-view.js';
import type { DecodedLine, LogEntry, LogGap, LogItem } from '../entry.js';
import { parseTime } from '../lib/time.js';
import { entriesOf } from './entries-of.js';

/** Lines on each side of a gap that rows are compared with. */
export const SIDE_LINES = 1_000;

/** Lines on both sides of a gap, oldest first, as far as the next gap. */
export interface HeldSides<Raw> {
  readonly before: readonly LogEntry<Raw>[];
  readonly after: readonly LogEntry<Raw>[];
}

/** undefined when the gap is no longer held. */
export function sidesOf<Raw>(view: LogView<Raw>, seq: number): HeldSides<Raw> | undefined {
  const row = view.rowOf(seq);
  if (view.at(row)?.kind !== 'gap') return undefined;
  const before: LogItem<Raw>[] = [...view.slice(Math.max(0, row - SIDE_LINES), row)];
  const after = view.slice(row + 1, row + 1 + SIDE_LINES);
  const otherBefore = before.map((item) => item.kind).lastIndexOf('gap');
  const otherAfter = after.findIndex((item) => item.kind === 'gap');
  return {
    before: entriesOf(before.slice(otherBefore + 1)),
    after: entriesOf(otherAfter < 0 ? after : after.slice(0, otherAfter)),
  };
}

/** Where to ask from for what a gap hides. */
export function cursorBefore<Raw>(gap: LogGap, before: readonly LogEntry<Raw>[]): Cursor {
  const anchor = anchorBefore(before) ?? edgeOf(gap, before);
  const delivered = before.length;
  return anchor === undefined
    ? { delivered }
    : { delivered, since: anchor.timestamp as string, sinceTime: anchor.time as number };
}

/** The newest line with a stamp older than that of the last line before the gap: whatever `since` means, the last tick comes whole. */
function anchorBefore<Raw>(before: readonly LogEntry<Raw>[]): LogEntry<Raw> | undefined {
  const last = before.at(-1)?.time;
  if (last === undefined) return undefined;
  for (let at = before.length - 1; at >= 0; at--) {
    const line = before[at] as LogEntry<Raw>;
    if (line.timestamp !== undefined && line.time !== undefined && line.time < last) return line;
  }
  return undefined;
}

/** Where a gap begins whose lines before it are held no more. */
function edgeOf(gap: LogGap, before: readonly unknown[]): Pick<LogEntry, 'timestamp' | 'time'> | undefined {
  if (before.length > 0 || gap.from === undefined) return undefined;
  const time = parseTime(gap.from);
  return time === undefined ? undefined : { timestamp: gap.from, time };
}

/** What stays of a gap, and where: before the lines that were found, or after them. */
export interface RestOfGap {
  readonly init: GapInit;
  readonly at: 'before' | 'after';
}

/** What stays of a gap that was filled in part. `missing`: how many lines are, where that is known for certain. */
export function restOf<Raw>(
  gap: LogGap,
  found: { readonly lines: readonly DecodedLine<Raw>[]; readonly meetsBefore: boolean },
  missing = gap.missing === undefined ? undefined : Math.max(1, gap.missing - found.lines.length),
): RestOfGap {
  const edge = found.meetsBefore ? found.lines.at(-1)?.timestamp : found.lines[0]?.timestamp;
  const from = found.meetsBefore ? (edge ?? gap.from) : gap.from;
  const to = found.meetsBefore ? gap.to : (edge ?? gap.to);
  return {
    at: found.meetsBefore ? 'after' : 'before',
    init: {
      reason: gap.reason,
      ...(missing === undefined ? {} : { missing }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
  };
}
