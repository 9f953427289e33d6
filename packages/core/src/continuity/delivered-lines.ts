/**
 * What a stream remembers of the lines that it delivered: enough to know them again, in memory bounded by the window and not by
 * the stream. Knows nothing of passes.
 */
import type { Cursor, Identity } from '../backends/source.js';
import type { GapInit } from '../buffer/log-buffer.js';
import type { DecodedLine, GapReason } from '../entry.js';
import { given } from '../lib/given.js';
import { isEarlierInTick } from '../lib/tick-order.js';
import { CopyCounts } from './copy-counts.js';
import { cursorOf } from './cursor.js';
import { DeliveredWindow } from './delivered-window.js';
import { isRemembered, shortenKey, type DeliveredLine, type RememberedLine } from './line-key.js';
import type { ResumePoint } from './resume-token.js';

/** What a reconciler must know of its log. */
export interface ReconcilerOptions<Raw> {
  readonly identity: Identity;
  /** Key under which equal lines are counted; the same for a live line and its REST row. */
  identify(line: DecodedLine<Raw>): string;
  /** Milliseconds that every resume reads again. */
  readonly overlapWindow: number;
  /** Lines before this time (epoch milliseconds) were not asked for. */
  readonly notBefore?: number;
  /** Lines of the window of delivered lines. For tests; default 10,000. */
  readonly windowLines?: number;
}

/** Milliseconds by which the stamps of one line may differ between a live stream and REST: one of them may leave out fractions. */
const SAME_STAMP = 1_000;

/** Whether a stamp is that of another line with the same id, written later. */
export function isNewer(time: number | undefined, known: number | undefined): boolean {
  return time !== undefined && known !== undefined && time > known + SAME_STAMP;
}

/** A line with an id. */
interface IdentifiedLine {
  readonly id: string;
  readonly time?: number;
}

/** See the file's head. */
export class DeliveredLines<Raw = unknown> {
  readonly window: DeliveredWindow<Raw>;
  /** Nothing of this log lies before the first line that was delivered, but what comes late. */
  private whole = false;
  /** Lines that were delivered before the newest gap: their ids may start again behind it. */
  private beforeGap = 0;
  /** When the log was begun anew; what was written before that is of an older one. */
  begun = Number.NEGATIVE_INFINITY;

  constructor(readonly options: ReconcilerOptions<Raw>) {
    this.window = new DeliveredWindow(options.windowLines, options.identity === 'id', (line) =>
      this.shortened(line),
    );
  }

  /** Where a resume has to ask from. undefined while nothing was delivered. */
  cursor(): Cursor | undefined {
    if (this.delivered === 0) return undefined;
    return cursorOf(this.window, this.options.overlapWindow, this.isWhole);
  }

  get delivered(): number {
    return this.window.delivered;
  }

  /** The newest lines, as far as another stream needs them to go on. */
  remember(limit: number): readonly RememberedLine[] {
    return [...this.window].slice(-limit).map((line) => this.shortened(line));
  }

  /** Goes on where another stream got to. */
  restore(point: Pick<ResumePoint, 'lines' | 'delivered' | 'whole'>): void {
    this.window.restore(point.lines, point.delivered);
    this.whole = point.whole === true;
  }

  /** What was delivered begins where the log does. Without this, older lines than those are taken for what was not asked for. */
  get isWhole(): boolean {
    return this.whole && !this.window.truncated;
  }

  /** The server says whether it has nothing before the first line that was delivered, or that comes next. */
  beginsHere(whole: boolean): void {
    this.whole = whole;
  }

  /** A gap was told behind so many delivered lines, or is closed: then 0. */
  tornAfter(delivered: number): void {
    this.beforeGap = delivered;
  }

  /** Whether a line with an id was delivered. `limit`: see {@link isAnother}. */
  knows(line: IdentifiedLine, limit = this.beforeGap): boolean {
    return this.window.has(line.id) && !this.isAnother(line, limit);
  }

  /**
   * Whether a line bears a newer stamp than the one with its id among the first `limit` lines that were delivered: the server counts
   * from the start again.
   */
  isAnother({ id, time }: IdentifiedLine, limit = this.beforeGap): boolean {
    if (limit === 0) return false; // mostly there is no gap, and each line that is repeated asks
    const { window } = this;
    const index = window.indexOf(id);
    if (index < 0 || window.delivered - window.length + index >= limit) return false;
    return isNewer(time, window.timeAt(index));
  }

  /** Forgets what was delivered before the newest gap, but for the newest line. */
  forgetBeforeGap(): void {
    this.window.keep(Math.max(1, this.delivered - this.beforeGap));
  }

  /** The log was begun anew at `time` with the newest lines, so many: nothing of the old one comes again. */
  protected beginsAnewWith(count: number, time: number | undefined): void {
    this.window.restore([...this.window].slice(this.window.length - count), count);
    this.whole = true;
    this.beforeGap = 0;
    this.begun = time ?? this.begun;
  }

  /** The gap between what was delivered before the `count` newest lines, and `line`. */
  protected gapBefore(line: DecodedLine<Raw> | undefined, reason: GapReason, count: number): GapInit {
    const from = this.window.at(this.window.length - 1 - count)?.timestamp;
    return given({ reason, from, to: line?.timestamp });
  }

  /** Where a line stands in the window; −1: not there. */
  indexOf(line: DecodedLine<Raw>): number {
    const key = this.keyOf(line);
    for (let at = this.window.length - 1; at >= 0; at--) {
      const one = this.window.at(at);
      if (one && one.id === line.id && one.time === line.time && this.keyOf(one) === key) return at;
    }
    return -1;
  }

  /**
   * A replay may reach further back than the window. Its lines before the first that is recognised, older than anything
   * in the window, were delivered and forgotten, or lie before the start.
   */
  isBeforeWindow(line: DecodedLine<Raw>): boolean {
    const { oldest } = this.window;
    if (this.isWhole) return false;
    if (oldest?.time === undefined || line.time === undefined) return false;
    return line.time === oldest.time
      ? isEarlierInTick(line.timestamp, oldest.timestamp)
      : line.time < oldest.time;
  }

  isOfOldestTick(line: DecodedLine<Raw>): boolean {
    const oldest = this.window.oldest?.time;
    return oldest !== undefined && line.time === oldest;
  }

  /** The window may begin within a tick, and a line is of that one: it may be older than the window. */
  isOfTornTick(line: DecodedLine<Raw>): boolean {
    return !this.isWhole && this.isOfOldestTick(line);
  }

  /** Whether a line is recognised by its id, and by nothing else. Lines that should have one and have none are counted. */
  isIdentified<Line extends { readonly id?: string }>(line: Line): line is Line & { readonly id: string } {
    return this.options.identity === 'id' && line.id !== undefined;
  }

  isOldest(line: DecodedLine<Raw>): boolean {
    return this.isIdentified(line) && line.id === this.window.oldest?.id;
  }

  /** Whether it is the newest line that was delivered. */
  isNewest(line: DecodedLine<Raw>): boolean {
    const { newest } = this.window;
    if (newest === undefined) return false;
    if (this.isIdentified(line)) return line.id === newest.id;
    return this.keyOf(line) === this.keyOf(newest);
  }

  /** What a line is recognised by, and when it was written. */
  private shortened(line: DeliveredLine<Raw>): RememberedLine {
    const { id, timestamp, time } = line;
    return given({
      key: this.isIdentified(line) ? shortenKey(line.id) : this.keyOf(line),
      id,
      timestamp,
      time,
    });
  }

  /** Adds the copies of what was delivered and is held, after the first `skipped` lines of all. */
  countDelivered(skipped = 0, counts = new CopyCounts()): CopyCounts {
    const { window } = this;
    for (let at = Math.max(0, window.length - window.delivered + skipped); at < window.length; at++) {
      const line = window.at(at) as DeliveredLine<Raw>;
      if (!this.isIdentified(line)) counts.noteBefore(this.keyOf(line));
    }
    return counts;
  }

  /** What a line is recognised by. Aligned lines go by their text alone: the socket may leave out stamps that REST has. */
  keyOf(line: DeliveredLine<Raw>): string {
    if (this.isIdentified(line)) return line.id;
    if (isRemembered(line)) return line.key;
    return shortenKey(
      this.options.identity === 'align' ? line.message.trimEnd() : this.options.identify(line),
    );
  }
}
