/**
 * What a stream remembers of its delivered lines: enough to recognise them, in memory bounded by the window and not by
 * the length of the stream. Independent of passes.
 */
import type { Cursor, Identity } from '../backends/source.js';
import type { GapInit } from '../buffer/log-buffer.js';
import type { DecodedLine, GapReason } from '../entry.js';
import { given } from '../lib/given.js';
import { isEarlierInTick } from '../lib/tick-order.js';
import { CopyCounts } from './copy-counts.js';
import { cursorOf } from './cursor.js';
import { DeliveredWindow } from './delivered-window.js';
import { isInGap } from './is-in-gap.js';
import { isRemembered, shortenKey, type DeliveredLine, type RememberedLine } from './line-key.js';
import type { ResumePoint } from './resume-token.js';
import type { ToldGap } from './verdict.js';

/** What a reconciler needs to know about its log. */
export interface ReconcilerOptions<Raw> {
  readonly identity: Identity;
  /** The key by which equal lines are counted; the same for a live line and its REST row. */
  identify(line: DecodedLine<Raw>): string;
  /** Milliseconds that every resume reads again. */
  readonly overlapWindow: number;
  /** Lines before this time (epoch milliseconds) were not requested. */
  readonly notBefore?: number;
  /** Size of the window of delivered lines. For tests; default 10,000. */
  readonly windowLines?: number;
}

/** Milliseconds by which the timestamps of one line may differ between the live stream and REST, because one of them may lack fractional digits. */
const SAME_STAMP = 1_000;

/** Whether the time is so much newer that it must belong to another line with the same id. */
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
  /** The first delivered line is the first of the log, except for late lines. */
  private whole = false;
  /** The open gaps, as places of lines, oldest first. */
  gaps: readonly ToldGap[] = [];
  /** When the server restarted its log; earlier lines belong to the old log. */
  begun = -Infinity;
  /** How many of the newest lines were placed in gaps, before the newest `shown` that were not. */
  private placed = 0;
  private shown = 0;
  /** The line whose key was made last, and the key: a line is first judged by it, then counted, and each of its characters is hashed. */
  private keyed: DecodedLine<Raw> | undefined;
  private lastKey = '';

  constructor(readonly options: ReconcilerOptions<Raw>) {
    this.window = new DeliveredWindow(options.windowLines, options.identity === 'id', (line) =>
      this.shortened(line),
    );
  }

  /** Where a resume has to start reading. undefined while nothing was delivered. */
  cursor(): Cursor | undefined {
    if (this.delivered === 0) return undefined;
    return cursorOf(this.window, this.options.overlapWindow, this.isWhole);
  }

  get delivered(): number {
    return this.window.delivered;
  }

  /** The newest lines, in the form that another stream needs to resume. */
  remember(limit: number): readonly RememberedLine[] {
    return this.window.last(limit).map((line) => this.shortened(line));
  }

  /** Resumes where another stream ended. */
  restore(point: Pick<ResumePoint, 'lines' | 'delivered' | 'whole'>): void {
    this.window.restore(point.lines, point.delivered);
    this.whole = point.whole === true;
  }

  /** Number of lines delivered before the newest open gap; after it, their ids may be used again. 0: there is none. */
  get beforeGap(): number {
    return this.gaps.at(-1)?.after ?? 0;
  }

  /** The open gap in which a line lies that was not delivered. */
  gapOf(line: DecodedLine<Raw>, gaps = this.gaps): ToldGap | undefined {
    return gaps.find((gap) => this.liesIn(line, gap));
  }

  /** The window begins with the first line of the log. Otherwise, lines older than the window count as not requested. */
  get isWhole(): boolean {
    return this.whole && !this.window.truncated;
  }

  /** Sets whether the server has nothing before the first line that was delivered, or will be delivered next. */
  beginsHere(whole: boolean): void {
    this.whole = whole;
  }

  /** Whether a line with an id was delivered. `limit`: see {@link isAnother}. */
  knows(line: IdentifiedLine, limit = this.beforeGap): boolean {
    return this.window.has(line.id) && !this.isAnother(line, limit);
  }

  /**
   * Whether the line with the same id among the first `limit` delivered lines has an older timestamp, so that this is another line: the
   * server's ids have started again.
   */
  isAnother({ id, time }: IdentifiedLine, limit = this.beforeGap): boolean {
    if (limit === 0) return false; // the usual case, checked for each repeated line
    const { window } = this;
    const index = window.indexOf(id);
    if (index < 0 || window.delivered - window.length + index >= limit) return false;
    return isNewer(time, window.timeAt(index));
  }

  /** Records a line as the newest that was delivered. `inGap`: it is shown in a gap, before others. */
  protected push(line: DeliveredLine<Raw>, inGap = false): void {
    if (inGap && this.shown > 0) this.placed = this.shown = 0;
    if (inGap) this.placed += 1;
    else this.shown += 1;
    this.window.push(line);
  }

  /**
   * The last lines that are shown before the newest `count`, in the form that another stream needs. Three, because one alone, such as an empty one, may
   * occur again.
   */
  edgeBefore(count: number): readonly RememberedLine[] {
    return [2, 1, 0]
      .flatMap((more) => this.lastBefore(count + more) ?? [])
      .map((line) => this.shortened(line));
  }

  /** The line that is shown before the newest `count`. */
  lastBefore(count: number): DeliveredLine<Raw> | undefined {
    return this.window.at(this.window.length - 1 - count - (count < this.shown ? 0 : this.placed));
  }

  /** Forgets the lines before a gap, but always keeps the newest line. */
  forgetBefore({ after, from, to }: ToldGap): void {
    const { window } = this;
    let next = window.length - this.delivered + after;
    // Lines that have filled gaps since are in the window, but do not count as delivered.
    while (to > from && next > 0 && (window.timeAt(next - 1) ?? -Infinity) >= to) next -= 1;
    window.keep(Math.max(1, window.length - next));
  }

  /**
   * The server restarted its log: the `fresh` lines, which are the newest, belong to the new one, which continues with `next`, and no older line
   * can be repeated. `whole`: the new log has no line before them.
   */
  protected beginsAnewWith(fresh: readonly DecodedLine<Raw>[], next: DecodedLine<Raw>, whole: boolean): void {
    // If the line with the id of `next` lies before a gap, perhaps that is where the log was restarted: lines after it may be repeated, too.
    const isBeforeGap = this.isIdentified(next) && this.isAnother(next);
    const count = isBeforeGap ? this.delivered - this.beforeGap : fresh.length;
    this.window.restore(this.window.last(count), count);
    this.gaps = [];
    this.whole = whole && count === fresh.length;
    this.begun = (fresh[0] ?? next).time ?? this.begun;
  }

  /** The gap between the lines delivered before the newest `count`, and `line`. */
  protected gapBefore(line: DecodedLine<Raw> | undefined, reason: GapReason, count: number): GapInit {
    return given({ reason, from: this.lastBefore(count)?.timestamp, to: line?.timestamp });
  }

  /**
   * Whether a line that was not delivered lies in a gap, as far as its time tells. One of the tick in which the gap begins does not if it
   * may be older than the window, or the line before the gap, which was forgotten.
   */
  private liesIn(line: DecodedLine<Raw>, gap: ToldGap): boolean {
    if (!isInGap(line, gap)) return false;
    if (line.time !== gap.from) return true;
    return gap.after > this.window.delivered - this.window.length && !this.isOfTornTick(line);
  }

  /** Index of a line in the window; −1 if it is not there. A row may have an id or a timestamp where the live line has none. */
  indexOf(line: DecodedLine<Raw>): number {
    const key = this.keyOf(line);
    for (let at = this.window.length - 1; at >= 0; at--) {
      const one = this.window.at(at);
      if (one && (one.time ?? line.time) === (line.time ?? one.time) && this.keyOf(one) === key) return at;
    }
    return -1;
  }

  /**
   * Whether a line is older than the window. A replay may reach further back than the window; such lines were either delivered and
   * forgotten, or lie before the start.
   */
  isBeforeWindow(line: DecodedLine<Raw>): boolean {
    return !this.isWhole && this.precedesWindow(line);
  }

  /** Whether a line lies before the requested start; or at that very time, if the server has left such lines out before. */
  isBeforeStart(line: DecodedLine<Raw>): boolean {
    const { notBefore } = this.options;
    const { time } = line;
    if (notBefore === undefined || time === undefined) return false;
    return time < notBefore || (time === notBefore && this.precedesWindow(line));
  }

  /** Like {@link isBeforeWindow}, by time alone, even if the window begins with the first line of the log. */
  precedesWindow(line: DecodedLine<Raw>): boolean {
    if (line.time === undefined) return false;
    // Lines that came from a download have no timestamp.
    const oldest = this.window.oldestTimed;
    if (oldest?.time === undefined) return false;
    return line.time === oldest.time
      ? isEarlierInTick(line.timestamp, oldest.timestamp)
      : line.time < oldest.time;
  }

  isOfOldestTick(line: DecodedLine<Raw>): boolean {
    const oldest = this.window.oldest?.time;
    return oldest !== undefined && line.time === oldest;
  }

  /** The window may start in the middle of a tick (lines with equal timestamps); a line of that tick may be older than the window. */
  isOfTornTick(line: DecodedLine<Raw>): boolean {
    return !this.isWhole && this.isOfOldestTick(line);
  }

  /** Whether a line is recognised by its id alone. Lines that should have an id but have none are counted. */
  isIdentified<Line extends { readonly id?: string }>(line: Line): line is Line & { readonly id: string } {
    return this.options.identity === 'id' && line.id !== undefined;
  }

  isOldest(line: DecodedLine<Raw>): boolean {
    return this.isIdentified(line) && line.id === this.window.oldest?.id;
  }

  /** Whether it is the last line that is shown. */
  isNewest(line: DecodedLine<Raw>): boolean {
    const newest = this.lastBefore(0);
    if (newest === undefined) return false;
    if (this.isIdentified(line)) return line.id === newest.id && !isNewer(line.time, newest.time);
    return this.keyOf(line) === this.keyOf(newest);
  }

  /** Reduces a line to its key, id and timestamp. */
  shortened(line: DeliveredLine<Raw>): RememberedLine {
    const { id, timestamp, time } = line;
    return given({
      key: this.isIdentified(line) ? shortenKey(line.id) : this.keyOf(line),
      id,
      timestamp,
      time,
    });
  }

  /** Counts the copies in the window, except for the first `skipped` of all delivered lines. */
  countDelivered(skipped = -Infinity, counts = new CopyCounts()): CopyCounts {
    const { window } = this;
    for (let at = Math.max(0, window.length - window.delivered + skipped); at < window.length; at++) {
      const line = window.at(at) as DeliveredLine<Raw>;
      if (!this.isIdentified(line)) counts.noteBefore(this.keyOf(line));
    }
    return counts;
  }

  /** The key by which a line is recognised. For aligned lines it is the text alone, because the WebSocket may leave out timestamps that REST has. */
  keyOf(line: DeliveredLine<Raw>): string {
    if (this.isIdentified(line)) return line.id;
    if (isRemembered(line)) return line.key;
    if (line !== this.keyed) {
      this.keyed = line;
      this.lastKey = shortenKey(
        this.options.identity === 'align' ? line.message.trimEnd() : this.options.identify(line),
      );
    }
    return this.lastKey;
  }
}
