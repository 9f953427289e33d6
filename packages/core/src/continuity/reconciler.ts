/**
 * Decides for every line that arrives whether it is new. One pass is one stream attempt, one chain of REST pages or
 * one poll; within a pass the server's order holds, across passes the window of delivered lines does.
 *
 * Three ways to recognise a repetition, by what the backend has: ids, counted keys, alignment. A plain set of keys
 * would lose real repetitions: two equal lines in one tick are two lines.
 */
import type { Cursor, Identity } from '../backends/source.js';
import type { GapInit } from '../buffer/log-buffer.js';
import type { DecodedLine, GapReason } from '../entry.js';
import { weigh } from '../lib/weigh.js';
import { align } from './align.js';
import { CopyCounts } from './copy-counts.js';
import { DeliveredWindow } from './delivered-window.js';
import { OversizeMarks, type OversizeMark } from './oversize-marks.js';
import { isRemembered, shortenKey, type DeliveredLine, type RememberedLine } from './line-key.js';
import type { ResumePoint } from './resume-token.js';
import { isEarlierInTick } from '../lib/tick-order.js';

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

/** What a pass is. */
export interface PassInit {
  /**
   * Set when this pass must repeat something that was delivered: if its first new line comes without any repetition before it,
   * lines are missing, for this reason.
   */
  readonly expectOverlap?: GapReason;
  /** `align`: the server replays this many lines (or all it has), then follows. 0: it does not replay. */
  readonly replayLines?: number;
  /** Lines are noted as delivered without being shown: they lie before the start that was asked for. */
  readonly baseline?: boolean;
}

/** What became of a batch. A gap stands before the first of `fresh`. */
export interface Verdict<Raw> {
  readonly fresh: readonly DecodedLine<Raw>[];
  readonly duplicates: number;
  readonly gap?: GapInit;
  /** Payloads over the cap among `fresh`, in order. They are not in it. */
  readonly oversize?: readonly OversizeMark[];
}

/** Bytes from which on only the memory of a line is kept, so that the window stays small whatever the lines hold. */
const HEAVY = 2_048;

/** See the file's head. */
export class Reconciler<Raw = unknown> {
  private readonly window: DeliveredWindow<Raw>;
  private readonly ids = new Set<string>();
  /** Copies a key, while this pass may still repeat what was delivered; undefined once it cannot. */
  private counts: CopyCounts | undefined;
  private pass: PassInit = {};
  /** This pass repeated a delivered line, so what follows is where we left off or later. */
  private met = false;
  /** A gap was reported in this pass or ruled out. */
  private settledOverlap = true;
  /** Lines of a replay that is not complete, `align` only. */
  private replay: DecodedLine<Raw>[] | undefined;
  /** The newest time delivered when this pass began. */
  private frontier = Number.NEGATIVE_INFINITY;
  private arrived = 0;
  private readonly marks = new OversizeMarks<DecodedLine<Raw>>((line) => this.isNewest(line));
  /** Payloads over the cap within the replay, by the index of the line after them. */
  private replayMarks: OversizeMark[] = [];

  constructor(private readonly options: ReconcilerOptions<Raw>) {
    this.window = new DeliveredWindow(options.windowLines);
  }

  /** Where a resume has to ask from. undefined while nothing was delivered. */
  cursor(): Cursor | undefined {
    return this.window.delivered === 0 ? undefined : this.window.cursor(this.options.overlapWindow);
  }

  get delivered(): number {
    return this.window.delivered;
  }

  /** The newest lines, as far as another stream needs them to go on. */
  remember(limit: number): readonly RememberedLine[] {
    return [...this.window].slice(-limit).map((line) => {
      const { id, timestamp, time } = line;
      return {
        key: this.keyOf(line),
        ...(id === undefined ? {} : { id }),
        ...(timestamp === undefined ? {} : { timestamp }),
        ...(time === undefined ? {} : { time }),
      };
    });
  }

  /** Goes on where another stream got to. */
  restore(point: Pick<ResumePoint, 'lines' | 'delivered'>): void {
    this.window.restore(point.lines, point.delivered);
    this.ids.clear();
    for (const { id } of point.lines) if (id !== undefined) this.ids.add(id);
  }

  /** Begins a pass; whatever an older one held back is dropped (it will be read again). */
  begin(pass: PassInit = {}): void {
    this.pass = pass;
    this.met = false;
    this.settledOverlap = pass.expectOverlap === undefined || this.window.length === 0;
    this.replay = undefined;
    this.replayMarks = [];
    this.marks.begin(this.window.length === 0);
    this.counts = undefined;
    this.arrived = 0;
    this.frontier = Number.NEGATIVE_INFINITY;
    if (this.window.length === 0) return;
    if (this.options.identity === 'align') {
      if (pass.replayLines !== 0) this.replay = [];
      return;
    }
    for (const line of this.window)
      if (line.time !== undefined && line.time > this.frontier) this.frontier = line.time;
    this.counts = this.countDelivered();
  }

  /** Whether lines are held back until a replay is complete: call {@link settle} when the stream falls silent. */
  get holding(): boolean {
    return this.replay === undefined ? this.marks.holding : this.replay.length + this.replayMarks.length > 0;
  }

  /** Whether a line was delivered, as far as this pass can tell. Changes nothing. */
  recognises(line: DecodedLine<Raw>): boolean {
    if (this.options.identity === 'id' && line.id !== undefined) return this.ids.has(line.id);
    return this.counts?.has(this.keyOf(line)) ?? false;
  }

  /** Takes lines of the current pass, in the server's order. */
  accept(lines: readonly DecodedLine<Raw>[]): Verdict<Raw> {
    if (this.replay) {
      for (const line of lines) this.replay.push(line);
      return this.settleIfComplete();
    }
    const fresh: DecodedLine<Raw>[] = [];
    const oversize: OversizeMark[] = [];
    let duplicates = 0;
    for (const line of lines) {
      if (this.isRepeated(line)) duplicates += 1 + this.marks.repeated(line);
      else {
        const before = this.marks.fresh();
        if (before.length > 0) for (const bytes of before) oversize.push({ at: fresh.length, bytes });
        fresh.push(line);
      }
    }
    return this.verdict(fresh, duplicates, oversize);
  }

  /** Takes note of a payload of the current pass that was too large to be looked at. */
  oversize(bytes: number): Verdict<Raw> {
    if (this.replay) {
      this.replayMarks.push({ at: this.replay.length, bytes });
      return this.settleIfComplete();
    }
    const place = this.marks.met(bytes);
    return this.verdict([], place === 'repeated' ? 1 : 0, place === 'new' ? [{ at: 0, bytes }] : []);
  }

  /** The replay is complete: lays it against what is held. Without a replay it does nothing. */
  settle(): Verdict<Raw> {
    const replay = this.replay;
    const marks = this.replayMarks;
    this.replay = undefined;
    this.replayMarks = [];
    if (!replay || replay.length + marks.length === 0)
      return this.verdict(
        [],
        0,
        this.marks.settle().map((bytes) => ({ at: 0, bytes })),
      );
    const held = [...this.window];
    const key = this.alignmentKey(held, replay);
    const whole = this.pass.replayLines !== undefined && replay.length + marks.length < this.pass.replayLines;
    const { overlap, next } = align(held.map(key), replay.map(key), whole);
    this.met = overlap > 0;
    const fresh = replay.slice(next);
    const oversize: OversizeMark[] = [];
    // What does not meet what is held stands behind it.
    if (overlap === 0) this.marks.fresh();
    let duplicates = next;
    for (let at = 0; at <= replay.length; at++) {
      for (const { bytes } of marks.filter((mark) => mark.at === at)) {
        if (at < next) duplicates += 1;
        else if (this.marks.met(bytes) === 'new') oversize.push({ at: at - next, bytes });
        else duplicates += 1;
      }
      const line = replay[at];
      if (line === undefined) continue;
      if (at < next) this.marks.repeated(line);
      else {
        this.marks.fresh();
        this.deliver(line);
      }
    }
    return this.verdict(fresh, duplicates, oversize);
  }

  private settleIfComplete(): Verdict<Raw> {
    const { replayLines } = this.pass;
    const arrived = (this.replay?.length ?? 0) + this.replayMarks.length;
    return replayLines !== undefined && arrived >= replayLines ? this.settle() : { fresh: [], duplicates: 0 };
  }

  /**
   * `align`: how many delivered lines follow the last of `lines`, a stretch of the same log that may end before what was
   * delivered here. 0: it does not. `whole`: that stretch begins where the log does.
   */
  ahead(lines: readonly DecodedLine<Raw>[], whole: boolean): number {
    const held = [...this.window];
    const key = this.alignmentKey(held, lines);
    const ours = held.map(key);
    const theirs = lines.map(key);
    const inside = align(theirs, ours, whole);
    const beyond = align(ours, theirs, whole).overlap;
    const shorter =
      inside.overlap > beyond || (whole && inside.overlap === theirs.length && inside.overlap >= beyond);
    return shorter && inside.overlap > 0 ? ours.length - inside.next : 0;
  }

  /** Notes lines as delivered without a pass: a resume, or pages that were merged elsewhere. */
  note(lines: readonly DecodedLine<Raw>[]): void {
    for (const line of lines) this.deliver(line);
  }

  /**
   * Notes lines that filled a gap, at their place before `next`, so that a read that overlaps them knows them again. Where `next` has
   * left the window they would have, too.
   */
  noteFilled(lines: readonly DecodedLine<Raw>[], next: DecodedLine<Raw>): void {
    const key = this.keyOf(next);
    let index = -1;
    for (let at = this.window.length - 1; at >= 0 && index < 0; at--) {
      const line = this.window.at(at);
      if (line && line.id === next.id && line.time === next.time && this.keyOf(line) === key) index = at;
    }
    if (index < 0 || lines.length === 0) return;
    this.window.insert(
      index,
      lines.map((line) => this.lightened(line)),
    );
    if (this.options.identity === 'id') {
      this.ids.clear();
      for (const { id } of this.window) if (id !== undefined) this.ids.add(id);
    }
    // In the pass under way the server is past the gap, so these copies will not be seen.
    for (const line of lines) if (this.isCounting(line)) this.counts?.noteBefore(this.keyOf(line));
  }

  private verdict(
    fresh: readonly DecodedLine<Raw>[],
    duplicates: number,
    oversize: readonly OversizeMark[] = [],
  ): Verdict<Raw> {
    if (this.pass.baseline) return { fresh: [], duplicates: duplicates + fresh.length + oversize.length };
    const plain: Verdict<Raw> = oversize.length > 0 ? { fresh, duplicates, oversize } : { fresh, duplicates };
    if (this.settledOverlap || (fresh.length === 0 && !this.met)) return plain;
    this.settledOverlap = true;
    if (this.met || this.pass.expectOverlap === undefined) return plain;
    const from = this.lastBefore(fresh)?.timestamp;
    const to = fresh[0]?.timestamp;
    return {
      ...plain,
      gap: {
        reason: this.pass.expectOverlap,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      },
    };
  }

  /** The newest line that was delivered before this batch. */
  private lastBefore(fresh: readonly DecodedLine<Raw>[]): DeliveredLine<Raw> | undefined {
    return this.window.at(this.window.length - 1 - fresh.length);
  }

  private isRepeated(line: DecodedLine<Raw>): boolean {
    const { notBefore } = this.options;
    if (notBefore !== undefined && line.time !== undefined && line.time < notBefore) return true;
    // What lies before the window does not count towards having passed it: a replay may begin far in front of it.
    if (!this.met && this.isBeforeWindow(line)) return true;
    this.arrived += 1;
    const repeated =
      this.options.identity === 'id' && line.id !== undefined ? this.ids.has(line.id) : this.isCounted(line);
    if (repeated) {
      this.met = true;
      return true;
    }
    if (!this.met && this.isOfOldestTick(line)) return true;
    this.deliver(line);
    return false;
  }

  private isCounted(line: DecodedLine<Raw>): boolean {
    const counts = this.counts;
    if (!counts) return false;
    if (this.isPast(line)) {
      this.counts = undefined;
      return false;
    }
    return counts.isRepeated(this.keyOf(line));
  }

  /** Whether this pass has left behind everything that was delivered before it. */
  private isPast(line: DecodedLine<Raw>): boolean {
    const { overlapWindow } = this.options;
    if (line.time !== undefined && line.time > this.frontier + overlapWindow) return true;
    return this.arrived > 2 * this.window.length + 1_000;
  }

  /**
   * A replay may reach further back than the window. Its lines before the first that is recognised, older than anything
   * in the window, were delivered and forgotten, or lie before the start.
   */
  private isBeforeWindow(line: DecodedLine<Raw>): boolean {
    const { oldest } = this.window;
    if (this.frontier === Number.NEGATIVE_INFINITY || oldest?.time === undefined || line.time === undefined)
      return false;
    return line.time === oldest.time
      ? isEarlierInTick(line.timestamp, oldest.timestamp)
      : line.time < oldest.time;
  }

  /** The window may begin within a tick: lines of that tick which come before the first that is recognised are older ones. */
  private isOfOldestTick(line: DecodedLine<Raw>): boolean {
    const oldest = this.window.oldest?.time;
    return oldest !== undefined && line.time === oldest && this.frontier > oldest;
  }

  private deliver(line: DecodedLine<Raw>): void {
    const gone = this.window.push(this.lightened(line));
    if (this.options.identity === 'id') {
      if (gone?.id !== undefined) this.ids.delete(gone.id);
      if (line.id !== undefined) this.ids.add(line.id);
    }
    if (this.counts && this.isCounting(line)) this.counts.noteNow(this.keyOf(line));
  }

  /** Lines that should have an id and have none are counted as well. */
  private isCounting(line: DeliveredLine<Raw>): boolean {
    return this.options.identity === 'count' || line.id === undefined;
  }

  private isNewest(line: DecodedLine<Raw>): boolean {
    const { newest } = this.window;
    if (newest === undefined) return false;
    if (this.options.identity === 'id' && line.id !== undefined) return line.id === newest.id;
    return this.keyOf(line) === this.keyOf(newest);
  }

  /** What the window keeps of a line: all of it, or what a large one is recognised by. */
  private lightened(line: DecodedLine<Raw>): DeliveredLine<Raw> {
    if (line.message.length * 2 + weigh(line.raw) <= HEAVY) return line;
    return {
      key: this.keyOf(line),
      ...(line.id === undefined ? {} : { id: line.id }),
      ...(line.timestamp === undefined ? {} : { timestamp: line.timestamp }),
      ...(line.time === undefined ? {} : { time: line.time }),
    };
  }

  private countDelivered(): CopyCounts {
    const counts = new CopyCounts();
    for (const line of this.window) if (this.isCounting(line)) counts.noteBefore(this.keyOf(line));
    return counts;
  }

  /** What a line is recognised by. Aligned lines go by their text alone: the socket may leave out stamps that REST has. */
  private keyOf(line: DeliveredLine<Raw>): string {
    if (isRemembered(line)) return line.key;
    return shortenKey(
      this.options.identity === 'align' ? line.message.trimEnd() : this.options.identify(line),
    );
  }

  /** Stamps make lines all but unique; they count where both sides have them. */
  private alignmentKey(
    held: readonly DeliveredLine<Raw>[],
    replay: readonly DecodedLine<Raw>[],
  ): (line: DeliveredLine<Raw>) => string {
    const stamped = (line: DeliveredLine<Raw>): boolean => line.timestamp !== undefined;
    return held.every(stamped) && replay.every(stamped)
      ? (line) => `${line.timestamp} ${this.keyOf(line)}`
      : (line) => this.keyOf(line);
  }
}
