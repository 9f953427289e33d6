/**
 * One pass (a stream attempt, a chain of REST pages or one poll): tracks how far it has come relative to the lines delivered before it, and
 * judges each of its lines accordingly. A pass may start before the window of delivered lines, within it, or after it.
 */
import type { DecodedLine, GapReason } from '../entry.js';
import type { DeliveredLines } from './delivered-lines.js';
import { createPassCopies, type PassCopies } from './pass-copies.js';
import type { ToldGap } from './verdict.js';

/** The properties of a pass. */
export interface PassInit {
  /**
   * Set if this pass must repeat at least one delivered line, or if the log was empty when it was read before: if a new line arrives before any
   * repeat, lines are missing, for this reason.
   */
  readonly expectOverlap?: GapReason | undefined;
  /** `align`: the server replays this many lines (or all it has), then follows. 0: it does not replay. */
  readonly replayLines?: number | undefined;
  /** A poll after a successful one: if the only line has a new timestamp, it was edited rather than the log restarted in between. */
  readonly followsPoll?: boolean;
  /** Lines are recorded as delivered without being shown, because they lie before the requested start. */
  readonly baseline?: boolean;
  /** The log of another tab, which may begin earlier: what it has before the first repeat and is older than the window was not requested. */
  readonly isOther?: boolean;
}

/**
 * What a line is to its pass. `doubtful`: only the following lines can tell. `anew`: it has the id of an older line where the pass
 * must repeat one, so the server has restarted its log. `again`: the pass itself has brought it before, which proves no overlap. A gap: it is
 * new, and that is its place.
 */
export type Judgement = 'repeated' | 'fresh' | 'doubtful' | 'anew' | 'again' | ToldGap;

/** See the file's head. */
export class Pass<Raw = unknown> {
  copies: PassCopies<Raw>;
  /** The pass has repeated a delivered line, so it overlaps what was delivered. */
  met = false;
  /** The reason for the gap if a new line arrives before the required repeat. undefined: no repeat is required, or it has arrived. */
  owed: GapReason | undefined;
  /** The open gaps that the pass is not past: unknown lines may lie in them. */
  gaps: readonly ToldGap[];
  /** The newest time delivered before the pass began. −∞: no line with a time was, so times do not tell how far the pass has come. */
  frontier = -Infinity;
  /**
   * The pass is past the beginning of the window: from now on an unknown line with an old timestamp is a late line and not one from before the
   * window. Also true if nothing was delivered before.
   */
  placed = true;
  /** Number of lines in the pass so far, without those that may lie before the window. */
  private arrived = 0;
  /** Ids of these lines, while a repeat is required. */
  private readonly ids = new Set<string>();

  constructor(
    private readonly delivered: DeliveredLines<Raw>,
    private readonly init: PassInit = {},
  ) {
    const { window, options } = delivered;
    this.gaps = delivered.gaps;
    this.owed = init.expectOverlap;
    if (window.length > 0) this.placed = options.identity === 'align';
    if (!this.placed) this.frontier = window.latest;
    this.copies = createPassCopies(delivered, options.identity === 'align' ? undefined : -Infinity);
  }

  /** The pass has repeated a delivered line: nothing is missing. */
  meet(): void {
    this.met = true;
    this.owed = undefined;
  }

  /**
   * Continues a pass that was interrupted by another one, which delivered the lines after the first `before`. `anew`: it found that the log
   * has begun anew.
   */
  goOnFrom(interrupted: Pass<Raw>, before: number, anew: boolean): void {
    const isTold = ({ after }: ToldGap): boolean => anew || after >= before;
    // If it owed nothing, it has missed nothing: what it brings for such a gap follows on what was delivered before it.
    this.met = interrupted.met || (this.gaps.some(isTold) && interrupted.owed === undefined);
    // One that has been split since is the same gap.
    const isAhead = (gap: ToldGap): boolean => interrupted.gaps.some(({ after }) => after === gap.after);
    this.gaps = this.gaps.filter((gap) => isTold(gap) || isAhead(gap));
    this.copies = interrupted.copies;
    this.placed ||= interrupted.placed || this.copies.past;
    this.copies.addSince(before);
  }

  /** Call before a line is delivered that is not from this pass, but that the pass may still contain. */
  noteInterjected(line: DecodedLine<Raw>): void {
    this.copies.noteBefore(line);
    this.frontier = Math.max(this.frontier, line.time ?? this.frontier);
  }

  /** Judges the next line of the pass. */
  judge(line: DecodedLine<Raw>): Judgement {
    const { delivered } = this;
    const inGap = this.gaps.length > 0 ? delivered.gapOf(line, this.gaps) : undefined;
    if (delivered.isBeforeStart(line)) return 'repeated';
    // Not counted in `arrived`: a replay may start far before the window without having passed it.
    if (!inGap && !this.placed && delivered.isBeforeWindow(line)) return 'repeated';
    this.arrived += 1;
    if (this.gaps.length > 0) this.leaveGapsBefore(line, inGap);
    if (delivered.isIdentified(line)) {
      if (this.owed && this.ids.size === this.ids.add(line.id).size) return 'again';
      if (delivered.window.has(line.id)) return this.judgeKnownId(line, inGap);
    } else if (this.isRepeatedCopy(line)) return this.repeats(line);
    if (inGap) return inGap;
    return this.placed || line.time === undefined ? 'fresh' : this.judgeUnplaced(line, line.time);
  }

  /** The pass has come to this line, which lies in no other gap than this. */
  private leaveGapsBefore({ time = Infinity }: DecodedLine<Raw>, inGap: ToldGap | undefined): void {
    const ahead = this.gaps.filter((gap) => gap === inGap || time < gap.to);
    if (ahead.length < this.gaps.length) this.gaps = ahead;
  }

  private judgeKnownId(line: DecodedLine<Raw> & { readonly id: string }, inGap?: ToldGap): Judgement {
    if (this.beginsAnew(line)) return 'anew';
    if (!this.delivered.isAnother(line)) return this.repeats(line);
    // The gap before it has already told that the log may have been restarted.
    this.delivered.forgetBefore(this.delivered.gaps.at(-1) as ToldGap);
    return inGap ?? 'fresh';
  }

  private isRepeatedCopy(line: DecodedLine<Raw>): boolean {
    if (this.copies.past) return false;
    if (this.isPast(line)) this.copies.leaveBehind();
    return this.copies.isRepeated(line);
  }

  private repeats(line: DecodedLine<Raw>): Judgement {
    this.meet();
    this.placed ||= !this.delivered.isOfOldestTick(line) || this.isOneTick || this.delivered.isOldest(line);
    return 'repeated';
  }

  private judgeUnplaced(line: DecodedLine<Raw>, time: number): Judgement {
    if (this.delivered.isOfTornTick(line)) {
      // Unknown lines of that tick that arrive before recognised ones are older than the window, however many they are.
      this.arrived -= 1;
      if (!this.isOneTick) return 'repeated';
      return this.met ? 'fresh' : 'doubtful';
    }
    if (time > this.frontier || this.met) this.placed = true;
    else if (this.owed !== undefined) return 'doubtful';
    return 'fresh';
  }

  /**
   * Decides on a doubtful line once the lines after it are known. If a repeat followed, the line precedes delivered lines: if the window
   * starts in the middle of its tick, it is older than the window and counts as repeated; otherwise it is a late line.
   */
  isDoubtRepeated(line: DecodedLine<Raw>): boolean {
    const isOlder = this.init.isOther === true && this.delivered.precedesWindow(line);
    return this.met && (isOlder || this.delivered.isOfTornTick(line));
  }

  /** Where a repeat is required, a line with a known id that is newer than everything delivered is another line. */
  private beginsAnew(line: DecodedLine<Raw> & { readonly id: string }): boolean {
    if (this.owed === undefined || line.time === undefined || line.time <= this.frontier) return false;
    if (this.init.followsPoll && this.delivered.window.length === 1) return false;
    return this.delivered.isAnother(line, Infinity);
  }

  /** The server has restarted its log: nothing delivered before can be repeated. */
  beginAnew(): void {
    this.owed = undefined;
    this.placed = true;
    this.copies.forget();
  }

  /** Whether the pass is past everything that was delivered before it. */
  private isPast(line: DecodedLine<Raw>): boolean {
    const { overlapWindow } = this.delivered.options;
    if (line.time !== undefined && line.time > this.frontier + overlapWindow) return true;
    return this.arrived > 2 * this.delivered.window.length + 1_000;
  }

  /** All lines in the window when the pass began have the same time. */
  private get isOneTick(): boolean {
    return this.delivered.window.oldest?.time === this.frontier;
  }
}
