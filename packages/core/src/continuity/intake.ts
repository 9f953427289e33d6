/**
 * The one door into the buffer: every line passes here, is judged by the reconciler, stored and put into the ledger.
 * While REST is being read, live lines wait at this door in a bounded queue.
 */
import type { LogSource } from '../backends/source.js';
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
import { HeldQueue, type HeldItem } from './held-queue.js';
import { withCounts } from './ledger.js';
import type { PassInit } from './pass.js';
import type { Reconciler } from './reconciler.js';
import { RowMerge, type MergeStep } from './row-merge.js';
import { rowSize } from './row-size.js';
import { ToldGaps } from './told-gaps.js';
import type { Verdict } from './verdict.js';

/** What the door reports. */
export interface IntakeListener<Raw> {
  entries(entries: readonly LogEntry<Raw>[]): void;
  gap(gap: LogGap): void;
  /** A new payload of this many bytes was left out. `gap`: stands for it, where it was not told before. */
  oversize(bytes: number, gap?: LogGap): void;
}

/** What the door lets wait and lets in. */
export interface IntakeBounds extends BufferBounds {
  /** Bytes after which one row of REST stands as an `oversize` gap, as a live payload does. */
  readonly messageBytes: number;
  /** Milliseconds that a line may come late. */
  readonly overlapWindow: number;
}

/** See the file's head. */
export class Intake<Raw = unknown> {
  readonly gaps: ToldGaps<Raw>;
  private counts: Ledger = EMPTY_LEDGER;
  /** What waits, while REST is read. */
  private merge: RowMerge<Raw> | undefined;
  /** What is stored just now arrives live. */
  private isNews = false;
  private news = 0;

  constructor(
    private readonly source: Pick<LogSource<Raw>, 'identify' | 'identity'>,
    private readonly buffer: LogBuffer<Raw>,
    readonly reconciler: Reconciler<Raw>,
    private readonly bounds: IntakeBounds,
    private readonly listener: IntakeListener<Raw>,
  ) {
    this.gaps = new ToldGaps(buffer, reconciler, (gaps, gap) => {
      this.count({ gaps });
      if (gap) listener.gap(gap);
    });
  }

  get ledger(): Ledger {
    return this.counts;
  }

  /** Lines that arrived live, see {@link LogStreamSnapshot.arrived}. */
  get arrived(): number {
    return this.news;
  }

  /** What is stored just now is read, and does not arrive live. */
  get reading(): boolean {
    return !this.isNews;
  }

  /** Live lines are held back: REST is being read. */
  get holding(): boolean {
    return this.merge !== undefined;
  }

  /** See {@link RowMerge.passed}. */
  get passedQueue(): boolean {
    return this.merge?.passed === true;
  }

  /** What one line is recognised by. */
  key(line: DecodedLine<Raw>): string {
    return this.source.identity === 'id' && line.id !== undefined ? line.id : this.source.identify(line);
  }

  /** Begins a pass, see {@link Reconciler.begin}. */
  begin(pass: PassInit = {}): void {
    this.reconciler.begin(pass);
  }

  /** From now on live lines wait. */
  hold(): void {
    const { bounds, reconciler } = this;
    const queue = new HeldQueue<Raw>(bounds, (line) => this.key(line), reconciler);
    this.merge = new RowMerge(queue, reconciler.delivered === 0, bounds.overlapWindow);
  }

  /** Lines of the live stream. `news`: as far as one can tell, they are no replay. */
  live(lines: readonly DecodedLine<Raw>[], news: boolean): void {
    if (!this.merge) return this.asNews(news, () => this.store(lines));
    // The oldest go: REST is on its way to them, and stops only where it meets the queue.
    for (const line of lines) this.merge.queue.push(line);
  }

  /** What `work` stores arrives live, or does not. */
  asNews(news: boolean, work: () => void): void {
    this.isNews = news;
    try {
      work();
    } finally {
      this.isNews = false;
    }
  }

  /** Lines of the pass that is under way: stored at once. */
  store(lines: readonly DecodedLine<Raw>[]): void {
    this.apply(this.reconciler.accept(lines));
  }

  /** Rows of REST for the pass that is under way. One over the cap is treated as the live stream would treat it. */
  storeRows(rows: readonly DecodedLine<Raw>[]): void {
    const { messageBytes } = this.bounds;
    const steps: readonly MergeStep<Raw>[] = this.merge?.steps(rows) ?? [{ rows, waiting: [] }];
    for (const step of steps) {
      this.storeItems(step.rows.map((row) => rowSize(row, messageBytes) ?? row));
      if (step.next) this.apply(this.reconciler.interject(step.waiting, step.next));
    }
  }

  /** The same of lines, and of the sizes of payloads over the cap between them. */
  private storeItems(items: Iterable<HeldItem<Raw>>): void {
    let lines: DecodedLine<Raw>[] = [];
    for (const item of items) {
      if (typeof item === 'object') {
        lines.push(item);
        continue;
      }
      this.store(lines);
      lines = [];
      this.apply(this.reconciler.oversize(item));
    }
    this.store(lines);
  }

  /** Lines that another tab delivered and that are new here. */
  adopt(lines: readonly DecodedLine<Raw>[]): void {
    this.reconciler.note(lines);
    this.count({ received: lines.length, stored: lines.length });
    this.arrive(lines.length);
    this.listener.entries(this.buffer.append(lines));
  }

  /**
   * Lines of a seam that was read again. Nothing is taken from an answer in which nothing is known: a server whose rows look
   * different from its live lines would have everything shown twice.
   */
  storeLate(lines: readonly DecodedLine<Raw>[]): void {
    const { reconciler } = this;
    this.settle();
    reconciler.aside(() => {
      if (reconciler.delivered === 0 || lines.some((line) => reconciler.recognises(line)))
        this.storeRows(lines);
      else this.count({ received: lines.length, duplicates: lines.length });
      this.settle();
    });
  }

  /** A replay is complete, see {@link Reconciler.settle}. */
  settle(): void {
    this.apply(this.reconciler.settle());
  }

  /** See {@link Reconciler.settleMet}. */
  settleMet(): boolean {
    const verdict = this.reconciler.settleMet();
    if (verdict) this.apply(verdict);
    return verdict !== undefined;
  }

  /** REST was read; what waited goes in as a pass of its own. */
  release(expectOverlap: GapReason | undefined): void {
    const queue = this.merge?.queue;
    if (!queue) return;
    const { missing } = queue;
    const covered = queue.dropped - missing;
    this.merge = undefined;
    if (covered > 0) this.count({ received: covered, duplicates: covered });
    if (missing > 0) {
      this.begin();
      this.count({ received: missing, dropped: missing });
      // After an outage that REST could not read, more is missing than went from the queue.
      this.gaps.addMissed(expectOverlap === undefined ? missing : undefined, queue.head?.timestamp);
    } else this.begin({ expectOverlap });
    this.storeItems(queue);
  }

  /** The attempt is over: what waited will be read again. */
  drop(): void {
    this.merge = undefined;
    this.reconciler.begin();
  }

  /** A payload that should have been a line and could not be read. */
  malformed(): void {
    this.count({ received: 1, malformed: 1 });
  }

  /** A payload that is nothing this backend is known to send. */
  unknown(): void {
    this.count({ unknown: 1 });
  }

  /** A payload larger than the cap: it stands as a gap, unless it is one that was told before. */
  oversize(bytes: number): void {
    if (this.merge) this.merge.queue.push(bytes);
    else this.apply(this.reconciler.oversize(bytes));
  }

  /** Lines that came another way and were sorted there. */
  account(received: number, stored: number, duplicates: number): void {
    this.count({ received, stored, duplicates, dropped: received - stored - duplicates });
  }

  /**
   * Of `received` rows that were read for older lines or a gap, these were put there; `sizes`: bytes of those that stand as gaps, of
   * which the last are put first. `closed`: number of the gap that they closed.
   */
  placed(received: number, items: readonly LogItem<Raw>[], sizes: readonly number[], closed?: number): void {
    const gaps = items.filter((item) => item.kind === 'gap' && item.reason === 'oversize') as LogGap[];
    const stored = items.filter((item) => item.kind === 'log').length;
    this.account(received, stored, received - stored - gaps.length);
    this.count({ gaps: gaps.length });
    if (closed !== undefined) this.gaps.close(closed);
    const first = sizes.length - gaps.length;
    gaps.forEach((gap, at) => this.listener.oversize(sizes[first + at] as number, gap));
  }

  /** No gap is on screen any more. */
  forgetGaps(): void {
    this.counts = { ...this.counts, gaps: 0 };
  }

  private apply({ fresh, duplicates, gap, oversize }: Verdict<Raw>): void {
    if (gap) this.gaps.add(gap, fresh.length);
    let from = 0;
    for (const { at, bytes } of oversize) {
      this.add(fresh.slice(from, at), 0);
      this.count({ received: 1, dropped: 1 });
      this.gaps.add({ reason: 'oversize', missing: 1 });
      this.listener.oversize(bytes);
      from = at;
    }
    this.add(from === 0 ? fresh : fresh.slice(from), duplicates);
  }

  private add(fresh: readonly DecodedLine<Raw>[], duplicates: number): void {
    this.count({ received: fresh.length + duplicates, stored: fresh.length, duplicates });
    this.arrive(fresh.length);
    if (fresh.length > 0) this.listener.entries(this.buffer.append(fresh));
  }

  private arrive(lines: number): void {
    if (this.isNews) this.news += lines;
  }

  private count(change: Partial<Ledger>): void {
    this.counts = withCounts(this.counts, change);
  }
}
