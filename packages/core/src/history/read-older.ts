/** Reads lines older than the oldest held, and inserts them before it. */
import type { Filling, LogBuffer } from '../buffer/log-buffer.js';
import type { DecodedLine, LogEntry, LogItem } from '../entry.js';
import type { HistoryState } from '../stream-types.js';
import type { Reconciler } from '../continuity/reconciler.js';
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
  // Fill the gap first: its lines come before anything older.
  const inFront = gapInFront(buffer);
  if (inFront !== undefined) await fillGaps(inFront, signal, { eager: true });
  const gap = gapInFront(buffer);
  const view = buffer.view();
  const first = entriesOf(view.slice(0, HELD_HEAD))[0];
  // Counted, because sequence numbers cannot tell: lines that filled a gap have fractional ones.
  const newer = view.gaps().reduce((lines, { missing = 0 }) => lines + missing - 1, view.length);
  const { delivered } = intake.reconciler;
  let stored = 0;
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
      const { rows } = sifted;
      const key = rowKey(source, intake, rows, held);
      const before =
        held.length > 0
          ? linesBefore(rows, firstRun(head), key, held, source.identity === 'align')
          : beforeNothing(rows, intake.reconciler, connected())?.filter(
              // Those missing in the gap of the stream that this one resumes are left to it.
              (row) =>
                gap === undefined ||
                intake.reconciler.recognises(row, Infinity) ||
                !intake.reconciler.liesIn(row, intake.gaps.newest),
            );
      // A gap was reported in the meantime, and these may be its lines.
      if (!before || gapInFront(buffer) !== gap) return false;
      const last = before.at(-1);
      const next = rows[rows.findIndex((row) => row === last) + 1];
      const after = oversizeAhead(head);
      // Behind all lines, those that the stream has not come to yet are left to it.
      const isIdle = delivered === 0 && !connected();
      const upTo = held.length > 0 || isIdle ? Infinity : intake.reconciler.marks.trailing - after;
      const { filling, sizes } = sifted.weave(before, next, { before: 0, after, upTo });
      const inPlace = withFrontGap(buffer, head, filling);
      const items = buffer.prepend(inPlace);
      if (inPlace !== filling) intake.gaps.moved(head[0]?.seq as number, items.find(isGapOfLines)?.seq);
      const atStart = page.next === undefined && page.truncated !== true;
      const isWhole = atStart && items.length >= filling.length;
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

/** Rows read before a gap from the resumed stream may include lines from after it: puts the gap at its place among them. */
function withFrontGap<Raw>(
  buffer: LogBuffer<Raw>,
  head: readonly LogItem<Raw>[],
  filling: readonly Filling<Raw>[],
): readonly Filling<Raw>[] {
  const gap = head[0];
  const after = entriesOf(head);
  if (!isGapOfLines(gap) || gap.from === undefined) return filling;
  if (after.length > 0 && !isResumed(gap, { before: [], after })) return filling;
  const at = filling.findIndex((one) => !('reason' in one) && isAfter(one, gap.from));
  if (at < 0) return filling;
  const { kind: _kind, seq, ...init } = gap;
  buffer.fill(seq, []);
  return [...filling.slice(0, at), init, ...filling.slice(at)];
}

/** The lines held before the first gap after them. After that gap, lines of a restarted log may have the same ids. */
function firstRun<Raw>(head: readonly LogItem<Raw>[]): readonly LogEntry<Raw>[] {
  const start = head.findIndex(({ kind }) => kind === 'log');
  const end = head.findIndex((item, at) => at > start && isGapOfLines(item));
  return entriesOf(end < 0 ? head : head.slice(0, end));
}

/** Sequence number of the gap before all lines held, if there is one. */
function gapInFront<Raw>(buffer: LogBuffer<Raw>): number | undefined {
  const first = buffer.view().at(0);
  return first?.kind === 'gap' ? first.seq : undefined;
}

/**
 * Filters the newest lines of the log, read while no line is held, to those that the connected stream will not deliver itself. Before it has delivered
 * any line, it will deliver all of them.
 */
function beforeNothing<Raw>(
  lines: readonly DecodedLine<Raw>[],
  reconciler: Reconciler<Raw>,
  connected: boolean,
): readonly DecodedLine<Raw>[] | undefined {
  if (connected && reconciler.replaying) return [];
  if (reconciler.delivered === 0) return connected ? [] : lines;
  return withoutNews(reconciler, lines);
}
