/** Reads lines older than the oldest held, and inserts them before it. */
import type { Filling } from '../buffer/log-buffer.js';
import type { DecodedLine, LogEntry, LogGap, LogItem } from '../entry.js';
import type { HistoryState } from '../stream-types.js';
import type { DeliveredLine } from '../continuity/line-key.js';
import type { Reconciler } from '../continuity/reconciler.js';
import { alignmentKey } from '../continuity/replay.js';
import { rowSize } from '../continuity/row-size.js';
import { noteOlder, withoutNews } from './delivered-past.js';
import { entriesOf } from './entries-of.js';
import { isAfter, isGapOfLines, isResumed, oversizeAhead } from './gap-sides.js';
import { HELD_HEAD, linesBefore } from './older.js';
import type { PagerParts } from './pager.js';
import { rowKey } from './row-key.js';
import { SiftedRows } from './sifted-rows.js';

/** Reads pages until one has new lines. After each page, `reached` is called with what is known about older lines. Resolves with the number of lines loaded. */
export async function readOlder<Raw>(
  { source, buffer, intake, pages, bounds, connected, beginning, fillGaps }: PagerParts<Raw>,
  limit: number,
  signal: AbortSignal | undefined,
  reached: (state: HistoryState) => void,
): Promise<number> {
  const fromIdle = !connected();
  if (!source.older || beginning()) return 0;
  // Fill the gaps before all lines held first, also those that appear meanwhile: their lines come before anything older. The newest first, see
  // `createFillGaps`.
  const tried = new Set<number>();
  const untried = (): LogGap | undefined =>
    leadingGaps(buffer.view().slice(0, HELD_HEAD))
      .filter(({ seq }) => !tried.has(seq))
      .at(-1);
  for (let gap = untried(); gap; gap = untried()) {
    tried.add(gap.seq);
    await fillGaps(gap.seq, signal, { eager: true });
  }
  const view = buffer.view();
  const atFirst = view.slice(0, HELD_HEAD);
  const gap = newestInFront(atFirst);
  const first = entriesOf(atFirst)[0];
  // Counted, because sequence numbers cannot tell: lines that filled a gap have fractional ones.
  const newer = view.gaps().reduce((lines, { missing = 0 }) => lines + missing - 1, view.length);
  const { delivered } = intake.reconciler;
  let stored = 0;
  /** The last line before the oldest gap, if no timestamp tells where that begins: what follows that line is missing in the gap, or behind it. */
  const [oldestGap] = leadingGaps(atFirst);
  let edge = oldestGap && oldestGap.from === undefined ? intake.gaps.edgeOf(oldestGap)?.at(-1) : undefined;
  await pages.readAll(
    source.older({ oldest: first, newer, limit }),
    signal,
    (page) => {
      const head = buffer.view().slice(0, HELD_HEAD);
      const held = entriesOf(head);
      // The line before which they belong has left the buffer meanwhile: lines between them and what is held now would be missing.
      if (first && held[0]?.seq !== first.seq) return false;
      // The stream has begun meanwhile: its first lines may be newer than these rows, and lines between the two would be missing.
      const hasBegun = (connected() && fromIdle) || intake.reconciler.delivered > delivered;
      if (!first && (held.length > 0 ? gap === undefined : hasBegun)) return false;
      const sifted = new SiftedRows<Raw>((row) => rowSize(row, bounds.messageBytes));
      sifted.push(page.lines);
      const after = oversizeAhead(head);
      // If only the places of oversized lines are held, what follows the last of these on the server was written later.
      const rows = held.length === 0 && after > 0 ? sifted.rows.slice(0, sifted.afterOversize) : sifted.rows;
      const key = rowKey(source, intake, rows, held);
      const front = frontGaps(head);
      const found = (
        held.length > 0
          ? linesBefore(rows, firstRun(head), key, held, source.identity === 'align')
          : beforeNothing(rows, intake.reconciler, connected())
      )?.filter(
        // Those missing in a gap of the stream that this one resumes are left to it.
        (row) =>
          front.length === 0 || intake.reconciler.recognises(row, Infinity) || !intake.reconciler.gapOf(row),
      );
      // A gap was reported in the meantime, and these may be its lines.
      if (!found || newestInFront(head) !== gap) return false;
      const before = edge ? upToLine(found, edge, intake.reconciler) : found;
      if (before.length > 0) edge = undefined;
      const last = before.at(-1);
      const next = sifted.rows[sifted.rows.findIndex((row) => row === last) + 1];
      // Behind all lines, those that the stream has not come to yet are left to it.
      const isIdle = delivered === 0 && !connected();
      const upTo = held.length > 0 || isIdle ? Infinity : intake.reconciler.marks.trailing - after;
      const { filling, sizes } = sifted.weave(before, next, { before: 0, after, upTo });
      const inPlace = withGaps(filling, front);
      for (const { seq } of front) buffer.fill(seq, []);
      const items = buffer.prepend(inPlace);
      // The newest first, so that none of them gets the number of one that has yet to move.
      const moved = items.filter(isGapOfLines);
      for (const gap of [...front].reverse()) intake.gaps.moved(gap, moved.pop());
      const atStart = page.next === undefined && page.truncated !== true;
      const isWhole = atStart && items.length >= inPlace.length;
      const entries = entriesOf(items);
      if (intake.reconciler.delivered === 0) {
        // The connection has to resume after these.
        const newest = items.map(({ kind }) => kind).lastIndexOf('log');
        intake.reconciler.note(entries);
        intake.reconciler.marks.trailing = items.length - 1 - newest + after;
        if (entries.length > 0) intake.reconciler.beginsHere(atStart);
      } else if (first) noteOlder(intake.reconciler, entries, first, isWhole);
      stored += entries.length;
      intake.placed(page.lines.length, items, sizes);
      reached(isWhole ? 'start' : 'more');
      // The server has more, but the chain ended without new lines: this read does not reach any further back.
      if (page.next === undefined && page.truncated && filling.length === 0) reached('unavailable');
      return stored === 0;
    },
    { eager: true },
  );
  return stored;
}

/** Filters rows to those up to a line. */
function upToLine<Raw>(
  rows: readonly DecodedLine<Raw>[],
  line: DeliveredLine<Raw>,
  reconciler: Reconciler<Raw>,
): readonly DecodedLine<Raw>[] {
  const textOf = (one: DeliveredLine<Raw>): string => reconciler.keyOf(one);
  const key = alignmentKey([line], rows, textOf);
  return rows.slice(0, rows.map((row) => key(row)).lastIndexOf(key(line)) + 1);
}

/** The gaps before all lines. */
function leadingGaps(head: readonly LogItem[]): LogGap[] {
  const end = head.findIndex(({ kind }) => kind === 'log');
  return (end < 0 ? head : head.slice(0, end)).filter(isGapOfLines);
}

/** The gaps before all lines held, if any comes from the resumed stream: rows read before them may include lines from after them. */
function frontGaps(head: readonly LogItem[]): readonly LogGap[] {
  const [next] = entriesOf(head);
  const gaps = leadingGaps(head);
  return gaps.some((gap) => gap.from !== undefined && (!next || isResumed(gap, next))) ? gaps : [];
}

/** Puts gaps at their places among the lines. */
function withGaps<Raw>(filling: readonly Filling<Raw>[], gaps: readonly LogGap[]): readonly Filling<Raw>[] {
  const items = [...filling];
  let from = 0;
  for (const { kind: _kind, seq: _seq, ...gap } of gaps) {
    const at = items.findIndex((one, index) => index >= from && !('reason' in one) && isAfter(one, gap.from));
    from = at < 0 ? items.length : at;
    items.splice(from, 0, gap);
    from += 1;
  }
  return items;
}

/** The lines held before the first gap after them. After that gap, lines of a restarted log may have the same ids. */
function firstRun<Raw>(head: readonly LogItem<Raw>[]): readonly LogEntry<Raw>[] {
  const start = head.findIndex(({ kind }) => kind === 'log');
  const end = head.findIndex((item, at) => at > start && isGapOfLines(item));
  return entriesOf(end < 0 ? head : head.slice(0, end));
}

/** Sequence number of the newest gap before all lines held, if there is one. */
const newestInFront = (head: readonly LogItem[]): number | undefined => leadingGaps(head).at(-1)?.seq;

/**
 * Filters the newest lines of the log, read while no line is held, to those that the connected stream will not deliver itself. Before it has delivered
 * any line, it will deliver all of them.
 */
function beforeNothing<Raw>(
  lines: readonly DecodedLine<Raw>[],
  reconciler: Reconciler<Raw>,
  connected: boolean,
): readonly DecodedLine<Raw>[] | undefined {
  const isEmpty = reconciler.delivered === 0;
  // Which of them it will deliver is not known yet: of the first lines of an empty log, a replay may miss some after an outage.
  if (connected && (reconciler.replaying || (isEmpty && reconciler.options.identity === 'align')))
    return undefined;
  if (isEmpty) return connected ? [] : lines;
  return withoutNews(reconciler, lines);
}
