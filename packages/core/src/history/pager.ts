/** Loads older lines and fills gaps, through the REST reads that the source has. */
import type { LogSource } from '../backends/source.js';
import type { GapInit, LogBuffer } from '../buffer/log-buffer.js';
import type { Intake } from '../continuity/intake.js';
import type { DecodedLine, LogEntry, LogGap, LogItem } from '../entry.js';
import { parseTime } from '../lib/time.js';
import type { HistoryState } from '../stream-types.js';
import { bridge } from './bridge.js';
import { HELD_HEAD, linesBefore } from './older.js';
import type { PageReader } from './read-pages.js';

/** Lines on each side of a gap that rows are compared with. */
const SIDE_LINES = 1_000;

/** Rows read for one gap at most; a larger one is filled in part. */
const FILL_ROWS = 50_000;

export interface PagerParts<Raw> {
  readonly source: LogSource<Raw>;
  readonly buffer: LogBuffer<Raw>;
  readonly intake: Intake<Raw>;
  readonly pages: PageReader<Raw>;
  changed(): void;
}

/** See the file's head. */
export class Pager<Raw> {
  private known: HistoryState;
  private loading: Promise<number> | undefined;

  constructor(private readonly parts: PagerParts<Raw>) {
    this.known = parts.source.older ? 'unknown' : 'unavailable';
  }

  get state(): HistoryState {
    return this.loading ? 'loading' : this.known;
  }

  /** Whether the server holds lines older than ours. */
  note(more: boolean): void {
    if (this.parts.source.older) this.known = more ? 'more' : 'start';
  }

  /** Loads one page of older lines; calls that come while one is under way join it. Resolves with how many lines came. */
  loadOlder(limit: number, signal: AbortSignal | undefined): Promise<number> {
    this.loading ??= this.load(limit, signal).finally(() => {
      this.loading = undefined;
      this.parts.changed();
    });
    this.parts.changed();
    return this.loading;
  }

  /** Tries to fill one gap, or all. Resolves with how many were closed. */
  async fill(seq: number | undefined, signal: AbortSignal | undefined): Promise<number> {
    const gaps = [...this.parts.buffer.view()].filter(
      (item): item is LogGap => item.kind === 'gap' && (seq === undefined || item.seq === seq),
    );
    let closed = 0;
    for (const gap of gaps) if (await this.fillOne(gap, signal)) closed += 1;
    return closed;
  }

  private async load(limit: number, signal: AbortSignal | undefined): Promise<number> {
    const { source, buffer, intake, pages } = this.parts;
    const wanted = Math.min(limit, buffer.room);
    if (!source.older || wanted <= 0) return 0;
    const head = entriesOf(buffer.view().slice(0, HELD_HEAD));
    const first = head[0];
    const newer = first ? Math.ceil(buffer.nextSeq - first.seq) : 0;
    const request = source.older({ oldest: first, newer, limit: wanted });
    let stored = 0;
    await pages.readAll(request, signal, (page) => {
      const held = entriesOf(buffer.view().slice(0, HELD_HEAD));
      const before = linesBefore(page, held, this.keyBetween(page.lines, held));
      const entries = buffer.prepend(before);
      stored += entries.length;
      const received = page.lines.length;
      intake.account({ received, stored: entries.length, duplicates: received - entries.length });
      const atStart = page.next === undefined && page.truncated !== true;
      this.known = atStart && entries.length === before.length ? 'start' : 'more';
      // There is more, the chain is at its end, and it brought nothing: this way does not reach any further.
      if (page.next === undefined && page.truncated && before.length === 0) this.known = 'unavailable';
      return stored === 0;
    });
    return stored;
  }

  private async fillOne(gap: LogGap, signal: AbortSignal | undefined): Promise<boolean> {
    const { source, buffer, intake, pages } = this.parts;
    if (gap.reason === 'oversize' || !source.catchUp) return false;
    const sides = this.sidesOf(gap.seq);
    // Without a line after the gap nothing says where it ends, and what is yet to come would be shown twice.
    if (sides.after.length === 0) return false;
    const anchor = anchorBefore(sides.before) ?? edgeOf(gap, sides.before);
    const rows: DecodedLine<Raw>[] = [];
    const cursor = {
      delivered: sides.before.length,
      ...(anchor === undefined
        ? {}
        : { since: anchor.timestamp as string, sinceTime: anchor.time as number }),
    };
    await pages.readAll(source.catchUp(cursor), signal, (page) => {
      for (const line of page.lines) rows.push(line);
      // Enough once the rows have passed the line after the gap by as much as is compared.
      if (rows.length >= FILL_ROWS) return false;
      const after = sides.after[0];
      const key = this.keyBetween(page.lines, sides.after);
      return !after || !rows.slice(0, -SIDE_LINES).some((line) => key(line) === key(after));
    });
    // Looked at again: the gap's neighbours may have changed while the rows were read.
    const now = this.sidesOf(gap.seq);
    const found = bridge(rows, now, this.keyBetween(rows, now.before, now.after));
    const closed = found.meetsBefore && found.meetsAfter;
    if (!closed && found.lines.length === 0) return false;
    if (!closed && !found.meetsBefore && !found.meetsAfter) return false;
    const items = buffer.fill(gap.seq, found.lines, closed ? undefined : restOf(gap, found));
    if (!items) return false;
    const next = now.after[0];
    if (next) intake.reconciler.noteFilled(found.lines, next);
    intake.account({
      received: rows.length,
      stored: found.lines.length,
      duplicates: rows.length - found.lines.length,
      gaps: closed ? -1 : 0,
    });
    this.parts.changed();
    return closed;
  }

  /** What lines are compared by. Stamps count where all have them: a socket may leave out what REST has. */
  private keyBetween(...sides: readonly (readonly DecodedLine<Raw>[])[]): (line: DecodedLine<Raw>) => string {
    const { source, intake } = this.parts;
    const loose =
      source.identity === 'align' && sides.some((side) => side.some((line) => line.timestamp === undefined));
    return loose ? (line) => line.message.trimEnd() : (line) => intake.key(line);
  }

  private sidesOf(seq: number): { before: LogEntry<Raw>[]; after: LogEntry<Raw>[] } {
    const view = this.parts.buffer.view();
    const row = view.rowOf(seq);
    const before: LogItem<Raw>[] = [...view.slice(Math.max(0, row - SIDE_LINES), row)];
    const after = view.slice(row + 1, row + 1 + SIDE_LINES);
    const otherBefore = before.map((item) => item.kind).lastIndexOf('gap');
    const otherAfter = after.findIndex((item) => item.kind === 'gap');
    return {
      before: entriesOf(before.slice(otherBefore + 1)),
      after: entriesOf(otherAfter < 0 ? after : after.slice(0, otherAfter)),
    };
  }
}

function entriesOf<Raw>(items: readonly LogItem<Raw>[]): LogEntry<Raw>[] {
  return items.filter((item): item is LogEntry<Raw> => item.kind === 'log');
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

/** What stays of a gap that was filled in part. */
function restOf<Raw>(
  gap: LogGap,
  found: { readonly lines: readonly DecodedLine<Raw>[]; readonly meetsBefore: boolean },
): { readonly init: GapInit; readonly at: 'before' | 'after' } {
  const missing = gap.missing === undefined ? undefined : Math.max(1, gap.missing - found.lines.length);
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
