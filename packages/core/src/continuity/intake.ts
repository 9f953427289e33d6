/**
 * The one door into the buffer: every line passes here, is judged by the reconciler, stored and put into the ledger.
 * While REST is being read, live lines wait at this door in a bounded queue.
 */
import type { LogSource } from '../backends/source.js';
import type { LogBuffer } from '../buffer/log-buffer.js';
import { EMPTY_LEDGER, type DecodedLine, type Ledger, type LogEntry, type LogGap } from '../entry.js';
import type { PassInit, Reconciler, Verdict } from './reconciler.js';

/** What the door reports. */
export interface IntakeListener<Raw> {
  entries(entries: readonly LogEntry<Raw>[]): void;
  gap(gap: LogGap): void;
}

/** See the file's head. */
export class Intake<Raw = unknown> {
  private counts: Ledger = EMPTY_LEDGER;
  private queue: DecodedLine<Raw>[] | undefined;
  private queueLost = 0;

  constructor(
    private readonly source: Pick<LogSource<Raw>, 'identify' | 'identity'>,
    private readonly buffer: LogBuffer<Raw>,
    readonly reconciler: Reconciler<Raw>,
    private readonly queueLines: number,
    private readonly listener: IntakeListener<Raw>,
  ) {}

  get ledger(): Ledger {
    return this.counts;
  }

  /** Live lines are held back: REST is being read. */
  get holding(): boolean {
    return this.queue !== undefined;
  }

  /** Key of the first live line that is held back; what REST has to reach. */
  get headKey(): string | undefined {
    const head = this.queue?.[0];
    return head && this.key(head);
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
    this.queue ??= [];
  }

  /** Lines of the live stream. */
  live(lines: readonly DecodedLine<Raw>[]): void {
    if (!this.queue) return this.store(lines);
    for (const line of lines) this.queue.push(line);
    const excess = this.queue.length - this.queueLines;
    if (excess <= 0) return;
    // The oldest go: REST is on its way to them, and stops only where it meets the queue.
    this.queue.splice(0, excess);
    this.queueLost += excess;
    this.count({ received: excess, dropped: excess });
  }

  /** Lines of the pass that is under way: stored at once. */
  store(lines: readonly DecodedLine<Raw>[]): void {
    this.apply(this.reconciler.accept(lines));
  }

  /**
   * Lines of a seam that was read again. Nothing is taken from an answer in which nothing is known: a server whose rows look
   * different from its live lines would have everything shown twice.
   */
  storeLate(lines: readonly DecodedLine<Raw>[]): void {
    if (lines.some((line) => this.reconciler.recognises(line))) this.store(lines);
    else this.count({ received: lines.length, duplicates: lines.length });
  }

  /** A replay is complete, see {@link Reconciler.settle}. */
  settle(): void {
    this.apply(this.reconciler.settle());
  }

  /** REST was read; what waited goes in as a pass of its own. `reached`: REST came as far as the queue's head. */
  release(pass: PassInit, reached: boolean): void {
    const queue = this.queue;
    if (!queue) return;
    const lost = this.queueLost;
    this.queue = undefined;
    this.queueLost = 0;
    this.begin(lost > 0 && !reached ? {} : pass);
    if (lost > 0 && !reached) this.addGap({ reason: 'overflow', missing: lost });
    this.store(queue);
  }

  /** The attempt is over: what waited will be read again. */
  drop(): void {
    this.queue = undefined;
    this.queueLost = 0;
    this.reconciler.begin();
  }

  /** A payload that should have been a line and could not be read. */
  malformed(): void {
    this.count({ received: 1, malformed: 1 });
  }

  /** A line larger than the cap: it stands as a gap. */
  oversize(): void {
    this.count({ received: 1, dropped: 1 });
    this.addGap({ reason: 'oversize', missing: 1 });
  }

  /** Lines that came another way (older pages, a filled gap) and were sorted there. */
  account(change: { readonly received: number; readonly stored: number; readonly duplicates: number; readonly gaps?: number }): void {
    this.count({ ...change, dropped: change.received - change.stored - change.duplicates });
  }

  /** No gap is on screen any more. */
  forgetGaps(): void {
    this.counts = { ...this.counts, gaps: 0 };
  }

  addGap(init: Omit<LogGap, 'kind' | 'seq'>): void {
    const gap = this.buffer.appendGap(init);
    this.count({ gaps: 1 });
    this.listener.gap(gap);
  }

  private apply(verdict: Verdict<Raw>): void {
    const { fresh, duplicates, gap } = verdict;
    if (gap) this.addGap(gap);
    this.count({ received: fresh.length + duplicates, stored: fresh.length, duplicates });
    if (fresh.length > 0) this.listener.entries(this.buffer.append(fresh));
  }

  private count(change: Partial<Ledger>): void {
    const { counts } = this;
    this.counts = {
      received: counts.received + (change.received ?? 0),
      stored: counts.stored + (change.stored ?? 0),
      duplicates: counts.duplicates + (change.duplicates ?? 0),
      dropped: counts.dropped + (change.dropped ?? 0),
      malformed: counts.malformed + (change.malformed ?? 0),
      gaps: counts.gaps + (change.gaps ?? 0),
    };
  }
}
