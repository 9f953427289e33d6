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
import { given } from '../lib/given.js';
import { HeldQueue } from './held-queue.js';
import { rowSize } from './row-size.js';
import type { Reconciler } from './reconciler.js';
import type { PassInit } from './pass.js';
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
  private counts: Ledger = EMPTY_LEDGER;
  private queue: HeldQueue<Raw> | undefined;
  /** REST came to the lines of the queue. */
  private met = false;
  /** Nothing was delivered when live lines began to wait. */
  private begins = false;
  /** Lines of the queue before the first that REST brought. */
  private skipped: readonly DecodedLine<Raw>[] = [];
  /** Rows after this time have nothing that the queue has not. */
  private enough = Number.POSITIVE_INFINITY;
  private passed = false;
  /** Number of the last gap that rows of REST may fill. */
  private openGap: number | undefined;
  /** What is stored just now arrives live. */
  private isNews = false;
  private news = 0;

  constructor(
    private readonly source: Pick<LogSource<Raw>, 'identify' | 'identity'>,
    private readonly buffer: LogBuffer<Raw>,
    readonly reconciler: Reconciler<Raw>,
    private readonly bounds: IntakeBounds,
    private readonly listener: IntakeListener<Raw>,
  ) {}

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
    return this.queue !== undefined;
  }

  /** REST has come so far into what waits in the queue that no late line is left between them. */
  get passedQueue(): boolean {
    return this.passed;
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
    this.begins = this.reconciler.delivered === 0;
    this.met = false;
    this.enough = Number.POSITIVE_INFINITY;
    this.passed = false;
    this.skipped = [];
    this.queue ??= new HeldQueue<Raw>(this.bounds, (line) => this.key(line), this.reconciler);
  }

  /** Lines of the live stream. `news`: as far as one can tell, they are no replay. */
  live(lines: readonly DecodedLine<Raw>[], news: boolean): void {
    if (!this.queue) return this.asNews(news, () => this.store(lines));
    // The oldest go: REST is on its way to them, and stops only where it meets the queue.
    for (const line of lines) this.queue.push(line);
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
    this.queue?.pass(rows);
    const meeting = this.met ? undefined : this.queue?.meet(rows);
    let from = 0;
    if (meeting) {
      this.met = true;
      // What a stream begins with is all it was asked for: what went before the first of it is older.
      if (this.begins || !meeting.inside) this.queue?.reached();
      this.enough = (this.queue?.head?.time ?? Number.NEGATIVE_INFINITY) + this.bounds.overlapWindow;
      this.skipped = meeting.skipped;
      from = this.interject(rows, 0, meeting.at);
      const { time } = rows[meeting.at] as DecodedLine<Raw>;
      this.skipped = this.skipped.filter((line) => line.time === time);
    }
    // Those of the same tick come at its end, unless the server brings them.
    const last = this.skipped.at(-1)?.time;
    const later =
      last === undefined ? -1 : rows.findIndex((row) => row.time !== undefined && row.time > last);
    if (later >= from) {
      from = this.interject(rows, from, later);
      this.skipped = [];
    }
    this.storeSized(rows.slice(from));
    const { time } = rows.at(-1) ?? {};
    this.passed = this.met && (time === undefined || time >= this.enough);
  }

  /** Stores rows up to the one at index `at`, and then what waits in the queue and stands before it. */
  private interject(rows: readonly DecodedLine<Raw>[], from: number, at: number): number {
    this.storeSized(rows.slice(from, at));
    this.apply(this.reconciler.interject(this.skipped, rows[at] as DecodedLine<Raw>));
    return at;
  }

  private storeSized(rows: readonly DecodedLine<Raw>[]): void {
    let from = 0;
    for (let at = 0; at < rows.length; at++) {
      const bytes = rowSize(rows[at] as DecodedLine<Raw>, this.bounds.messageBytes);
      if (bytes === undefined) continue;
      if (at > from) this.store(rows.slice(from, at));
      this.apply(this.reconciler.oversize(bytes));
      from = at + 1;
    }
    this.store(from === 0 ? rows : rows.slice(from));
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
    const queue = this.queue;
    if (!queue) return;
    const { missing } = queue;
    const covered = queue.dropped - missing;
    this.queue = undefined;
    if (covered > 0) this.count({ received: covered, duplicates: covered });
    if (missing > 0) {
      this.begin();
      this.count({ received: missing, dropped: missing });
      // After an outage that REST could not read, more is missing than went from the queue.
      this.missed(expectOverlap === undefined ? missing : undefined, queue.head?.timestamp);
    } else this.begin({ expectOverlap });
    let lines: DecodedLine<Raw>[] = [];
    for (const item of queue) {
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

  /** The attempt is over: what waited will be read again. */
  drop(): void {
    this.queue = undefined;
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
    if (this.queue) this.queue.push(bytes);
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
    this.count({ gaps: gaps.length - (closed === undefined ? 0 : 1) });
    if (closed !== undefined && closed === this.openGap) this.tear(undefined, 0);
    const first = sizes.length - gaps.length;
    gaps.forEach((gap, at) => this.listener.oversize(sizes[first + at] as number, gap));
  }

  /** These were open in the stream that this one resumes. */
  resume(gaps: readonly LogGap[]): void {
    this.count({ gaps: this.buffer.prepend(gaps).length });
  }

  /** No gap is on screen any more. */
  forgetGaps(): void {
    this.counts = { ...this.counts, gaps: 0 };
  }

  /** So many lines were let go before they came here, if that is known; `to` is the stamp of the line after them. */
  missed(missing: number | undefined, to: string | undefined): void {
    const from = this.reconciler.window.newest?.timestamp;
    this.addGap(given({ reason: 'overflow' as const, missing, from, to }));
  }

  /** @param following Lines that were delivered and are stored behind it. */
  addGap(init: Omit<LogGap, 'kind' | 'seq'>, following = 0): void {
    const gap = this.buffer.appendGap(init);
    if (gap.reason !== 'oversize') this.tear(gap.seq, this.reconciler.delivered - following);
    this.count({ gaps: 1 });
    this.listener.gap(gap);
  }

  /**
   * Whether a gap has left the buffer before it could be filled: read again, its lines would come as late ones, behind those that are
   * held. Nothing from before it is waited for any more.
   */
  leaveGapBehind(): boolean {
    const { buffer, openGap, reconciler } = this;
    if (openGap === undefined || openGap >= (buffer.view().seqAt(0) ?? buffer.nextSeq)) return false;
    reconciler.forgetBeforeGap();
    this.openGap = undefined;
    return true;
  }

  /** Lines from `seen` on left the buffer before anybody could see them: the gap that stands for them, if there are any. */
  passedBy(seen: number, from: string | undefined): LogGap | undefined {
    const first = this.buffer.view().at(0);
    const missing = first === undefined ? 0 : Math.floor(first.seq) - seen;
    if (first === undefined || missing <= 0) return undefined;
    // The gap that stands for them may take its number.
    if (this.openGap !== undefined && this.openGap < first.seq) this.openGap = Number.NEGATIVE_INFINITY;
    const to = first.kind === 'log' ? first.timestamp : undefined;
    const gap = this.buffer.prependGap(given({ reason: 'overflow' as const, missing, from, to }));
    if (gap) this.count({ gaps: 1 });
    return gap;
  }

  private apply({ fresh, duplicates, gap, oversize }: Verdict<Raw>): void {
    if (gap) this.addGap(gap, fresh.length);
    let from = 0;
    for (const { at, bytes } of oversize) {
      this.add(fresh.slice(from, at), 0);
      this.count({ received: 1, dropped: 1 });
      this.addGap({ reason: 'oversize', missing: 1 });
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

  private tear(seq: number | undefined, delivered: number): void {
    this.openGap = seq;
    this.reconciler.tornAfter(delivered);
  }

  private arrive(lines: number): void {
    if (this.isNews) this.news += lines;
  }

  private count(change: Partial<Ledger>): void {
    const counts = { ...this.counts };
    for (const name in change) {
      const counted = name as keyof Ledger;
      counts[counted] = (counts[counted] ?? 0) + (change[counted] ?? 0);
    }
    this.counts = counts;
  }
}
