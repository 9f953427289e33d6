/**
 * The only way into the buffer: every line passes through here, is judged by the reconciler, stored and counted in the ledger.
 * While REST is being read, live lines wait here in a bounded queue.
 */
import type { BufferBounds, LogBuffer } from '../buffer/log-buffer.js';
import {
  EMPTY_LEDGER,
  type DecodedLine,
  type GapReason,
  type Ledger,
  type LogEntry,
  type LogGap,
  type LogItem,
} from '../entry.js';
import { PAYLOAD_LIMIT } from '../transports/payload-limit.js';
import { HeldQueue, type HeldItem } from './held-queue.js';
import { withCounts } from './ledger.js';
import type { Reconciler } from './reconciler.js';
import { createRowMerge, type MergeStep, type RowMerge } from './row-merge.js';
import { rowSize } from './row-size.js';
import { createToldGaps, type ToldGaps } from './told-gaps.js';
import type { InGap, Verdict } from './verdict.js';

/** How many held lines are stored before looking at the time. */
const PART = 256;

/** What the intake reports. */
export interface IntakeListener<Raw> {
  entries(entries: readonly LogEntry<Raw>[]): void;
  gap(gap: LogGap): void;
  /** Lines have taken the place of a gap, or of a part of it. */
  filled(entries: readonly LogEntry<Raw>[], found: InGap<Raw>): void;
  /** A gap stands for lines that were shown before, and are not held. */
  unheld(gap: LogGap): void;
  /** A new oversized payload was left out. `gap` is the gap for it, if that was not reported yet. */
  oversize(bytes: number, gap?: LogGap): void;
}

/** The limits of the intake. */
export interface IntakeBounds extends BufferBounds {
  /** Bytes above which a REST row becomes an `oversize` gap, as a live payload does. */
  readonly messageBytes: number;
}

/** See the file's head. */
export interface Intake<Raw = unknown> {
  readonly reconciler: Reconciler<Raw>;
  readonly gaps: ToldGaps<Raw>;
  readonly ledger: Ledger;
  /** Number of lines that arrived live, see {@link LogStreamSnapshot.arrived}. */
  readonly arrived: number;
  /** The lines being stored were read from REST or a replay, and did not arrive live. */
  readonly reading: boolean;
  /** REST is being read, or held lines are left to be stored: live lines are held back. */
  readonly holding: boolean;
  /** Among the live lines being held back is one that is newer than everything delivered, and so certainly no repeat, and belongs after it. */
  readonly holdsNews: boolean;
  /** The newest delivered line is among the live lines being held back, so the live stream gets through. */
  readonly holdsNewest: boolean;
  /** See {@link RowMerge.passed}. */
  readonly passedQueue: boolean;
  /** The key by which a line is recognised. */
  key(line: DecodedLine<Raw>): string;
  /** Holds live lines back from now on. */
  hold(): void;
  /** Accepts lines of the live stream. `news`: as far as can be told, they are not a replay. */
  live(lines: readonly DecodedLine<Raw>[], news: boolean): void;
  /** Accepts an oversized payload, which becomes a gap unless it is a repeat. `bytes`: 0 for a line that another tab has reported, Infinity for several. */
  oversize(bytes: number): void;
  /** Runs `work`; `news` says whether the lines it stores arrived live. */
  asNews(news: boolean, work: () => void): void;
  /** Stores lines of the current pass at once. */
  store(lines: readonly DecodedLine<Raw>[]): void;
  /** Stores REST rows of the current pass. Oversized rows are treated as on the live stream. */
  storeRows(rows: readonly DecodedLine<Raw>[]): void;
  /**
   * Stores the late lines of a seam that was read again. A response without any known line is ignored, unless the live stream still has to
   * repeat one: if a server's rows looked different from its live lines, everything would be shown twice. `missed` and `proves`: see {@link Reconciler.aside}.
   */
  storeLate(lines: readonly DecodedLine<Raw>[], missed?: GapReason, proves?: boolean): void;
  /** Stores lines that are new here in the gap in which they lie. */
  place(found: InGap<Raw>): void;
  /** Stores lines that another tab delivered and that are new here. */
  adopt(lines: readonly DecodedLine<Raw>[]): void;
  /** A replay is complete, see {@link Reconciler.settle}. */
  settle(): void;
  /** REST was read: the held lines are processed as a pass of their own. Stores the first of them; `drain` stores the others. */
  release(expectOverlap: GapReason | undefined): void;
  /** Stores lines that were released, and those that have arrived behind them, as long as `goesOn` returns true; by default all. */
  drain(goesOn?: () => boolean): void;
  /** The attempt is over: the held lines are dropped, because they will be read again, except those before a row that was delivered. */
  drop(): void;
  /** Counts a payload that should have been a line but could not be decoded. */
  malformed(): void;
  /** Counts a payload that this backend is not known to send. */
  unknown(): void;
  /** Counts lines that arrived another way and were deduplicated there; the rest counts as dropped. */
  account(received: number, stored: number, duplicates: number): void;
  /**
   * Counts `received` rows that were read for older lines or a gap, of which `items` were stored. `sizes`: bytes of the oversized ones;
   * if fewer gaps were stored, they belong to the last sizes. `closed`: sequence number of the gap that was closed.
   */
  placed(received: number, items: readonly LogItem<Raw>[], sizes: readonly number[], closed?: number): void;
  /** The buffer was cleared: resets the count of gaps. */
  forgetGaps(): void;
}

export function createIntake<Raw>(
  buffer: LogBuffer<Raw>,
  reconciler: Reconciler<Raw>,
  bounds: IntakeBounds,
  listener: IntakeListener<Raw>,
): Intake<Raw> {
  let ledger = EMPTY_LEDGER;
  let arrived = 0;
  /** The lines being stored arrived live. */
  let isNews = false;
  /** The held lines, while REST is read. */
  let merge: RowMerge<Raw> | undefined;
  /** What stores the released lines that are not stored yet, and those behind them. */
  let released: (() => void)[] = [];
  const gaps = createToldGaps(buffer, reconciler, (count, gap) => {
    add({ gaps: count });
    if (gap) listener.gap(gap);
  });

  function add(change: Partial<Ledger>): void {
    ledger = withCounts(ledger, change);
  }

  function append(lines: readonly DecodedLine<Raw>[], duplicates: number): void {
    account(lines.length + duplicates, lines.length, duplicates);
    if (isNews) arrived += lines.length;
    if (lines.length > 0) listener.entries(buffer.append(lines));
  }

  function place(found: InGap<Raw>): void {
    const items = gaps.place(found);
    if (!items) return append(found.lines, 0);
    const entries = items.filter((item) => item.kind === 'log');
    account(found.lines.length, entries.length, 0);
    listener.filled(entries, found);
    // There, lines are not held that a stream before this one has shown.
    if (found.closed) for (const item of items) if (item.kind === 'gap') listener.unheld(item);
  }

  function apply({ fresh, duplicates, gap, oversize, inGaps }: Verdict<Raw>): void {
    inGaps.forEach(place);
    if (gap) gaps.add(gap, fresh.length);
    let from = 0;
    for (const { at, bytes } of oversize) {
      append(fresh.slice(from, at), 0);
      account(1, 0, 0);
      const isPayload = bytes > bounds.messageBytes * PAYLOAD_LIMIT;
      gaps.add(isPayload ? { reason: 'oversize' } : { reason: 'oversize', missing: 1 });
      if (bytes > 0 && bytes < Infinity) listener.oversize(bytes);
      from = at;
    }
    append(from === 0 ? fresh : fresh.slice(from), duplicates);
  }

  const store = (lines: readonly DecodedLine<Raw>[]): void => apply(reconciler.accept(lines));
  const settle = (): void => apply(reconciler.settle());

  /** Stores lines, and records the oversized payloads between them. */
  function storeItems(items: Iterable<HeldItem<Raw>>): void {
    let lines: DecodedLine<Raw>[] = [];
    for (const item of items) {
      if (typeof item === 'object') {
        lines.push(item);
        continue;
      }
      store(lines);
      lines = [];
      apply(reconciler.oversize(item));
    }
    store(lines);
  }

  /**
   * Does it behind the released lines, if any are left. Then more is stored than has come, because the timers of a page in the background hardly
   * run, and lines would pile up.
   */
  function inTurn(work: () => void): void {
    if (released.length === 0) return work();
    released.push(work);
    let parts = 2;
    drain(() => --parts > 0);
  }

  function drain(goesOn = (): boolean => true): void {
    // Whatever the clock says, one part at least is stored.
    do released.shift()?.();
    while (released.length > 0 && goesOn());
  }

  function storeRows(rows: readonly DecodedLine<Raw>[]): void {
    const steps: readonly MergeStep<Raw>[] = merge?.steps(rows) ?? [{ rows, waiting: [] }];
    for (const step of steps) {
      storeItems(step.rows.map((row) => rowSize(row, bounds.messageBytes) ?? row));
      if (step.next) apply(reconciler.interject(step.waiting, step.next));
    }
  }

  function asNews(news: boolean, work: () => void): void {
    isNews = news;
    try {
      work();
    } finally {
      isNews = false;
    }
  }

  function key(line: DecodedLine<Raw>): string {
    return reconciler.isIdentified(line) ? line.id : reconciler.options.identify(line);
  }

  function account(received: number, stored: number, duplicates: number): void {
    add({ received, stored, duplicates, dropped: received - stored - duplicates });
  }

  /** Whether a held item is a line in a gap that REST was past: REST no longer has it. */
  function isForgotten(item: HeldItem<Raw>): boolean {
    return typeof item === 'object' && reconciler.gapOf(item) !== undefined && !reconciler.recognises(item);
  }

  /** Whether one of the lines that are held back is such. */
  function holds(is: (line: DecodedLine<Raw>) => boolean): boolean {
    return [...(merge?.queue ?? [])].some((item) => typeof item === 'object' && is(item));
  }

  return {
    reconciler,
    gaps,
    get ledger() {
      return ledger;
    },
    get arrived() {
      return arrived;
    },
    get reading() {
      return !isNews;
    },
    get holding() {
      return merge !== undefined || released.length > 0;
    },
    get holdsNews() {
      const { newest, latest } = reconciler.window;
      // If the last delivered line was a late one, what is missing after it may have been delivered before it.
      if (newest?.time !== latest) return false;
      return holds(({ time = latest }) => time > latest);
    },
    get holdsNewest() {
      return holds((line) => reconciler.isNewest(line));
    },
    get passedQueue() {
      return merge?.passed === true;
    },
    key,
    hold() {
      drain();
      const queue = new HeldQueue<Raw>(bounds, key, reconciler);
      const begins = reconciler.delivered === 0 && !reconciler.isWhole;
      merge = createRowMerge(queue, begins, reconciler.options.overlapWindow);
    },
    live(lines, news) {
      if (!merge) return inTurn(() => asNews(news, () => store(lines)));
      // If the queue overflows, the oldest are dropped: REST reads towards them and stops only where it reaches the queue.
      for (const line of lines) merge.queue.push(line);
    },
    oversize(bytes) {
      if (merge) merge.queue.push(bytes);
      else inTurn(() => apply(reconciler.oversize(bytes)));
    },
    asNews,
    store,
    storeRows,
    storeLate(lines, missed, proves) {
      drain();
      settle();
      reconciler.aside(
        () => {
          const isKnown = reconciler.delivered === 0 || lines.some((line) => reconciler.recognises(line));
          if (isKnown || reconciler.unproven !== undefined) storeRows(lines);
          else account(lines.length, 0, lines.length);
          settle();
        },
        missed,
        proves,
      );
    },
    place,
    adopt(lines) {
      reconciler.note(lines);
      reconciler.marks.trailing = 0;
      append(lines, 0);
    },
    settle: () => inTurn(settle),
    release(expectOverlap) {
      const queue = merge?.queue;
      if (!queue) return;
      const { missing, lastGone } = queue;
      const covered = queue.dropped - missing;
      // A gap told before is still the place of lines that REST did not come to.
      const gap = reconciler.gaps.at(-1);
      // Then the gap stands for those that were dropped, too.
      const inGap = gap !== undefined && (lastGone?.time ?? gap.to) < gap.to;
      const isTorn = missing > 0 && !inGap;
      merge = undefined;
      // First, because a listener that is told of a gap may end the attempt.
      const items = [...queue];
      for (let at = 0; at < items.length; at += PART)
        released.push(() => storeItems(items.slice(at, at + PART)));
      account(queue.dropped, 0, covered);
      reconciler.begin(isTorn ? {} : { expectOverlap });
      if (isTorn) {
        // The first line of a log that was empty is among those dropped.
        if (reconciler.delivered === 0) reconciler.beginsHere(false);
        // After an outage that REST could not read, more lines are missing than the queue has dropped.
        gaps.addMissed(expectOverlap === undefined ? missing : undefined, queue.head?.timestamp);
      }
      drain(() => false);
    },
    drain,
    drop() {
      if (merge) {
        // What follows them has been delivered, so whoever reads on from there would not miss them.
        apply(reconciler.interject([...merge.queue].filter(isForgotten)));
        apply(reconciler.interject(merge.waiting));
      }
      merge = undefined;
      released = [];
      reconciler.begin();
    },
    malformed: () => add({ received: 1, malformed: 1 }),
    unknown: () => add({ unknown: 1 }),
    account,
    placed(received, items, sizes, closed) {
      const leftOut = items.filter((item) => item.kind === 'gap' && item.reason === 'oversize') as LogGap[];
      const stored = items.filter((item) => item.kind === 'log').length;
      account(received, stored, received - stored - leftOut.length);
      add({ gaps: leftOut.length });
      if (closed !== undefined) gaps.close(closed);
      const first = sizes.length - leftOut.length;
      leftOut.forEach((gap, at) => listener.oversize(sizes[first + at] as number, gap));
    },
    forgetGaps() {
      gaps.cleared();
      ledger = { ...ledger, gaps: 0 };
    },
  };
}
