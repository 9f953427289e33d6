/**
 * One pass, which is one stream attempt, one chain of REST pages or one poll: how far it has come in what was delivered before it, and
 * what each of its lines therefore is. It may begin before the window of delivered lines, within it, or behind it.
 */
import type { DecodedLine, GapReason } from '../entry.js';
import type { DeliveredLines } from './delivered-lines.js';
import { createPassCopies, type PassCopies } from './pass-copies.js';

/** What a pass is. */
export interface PassInit {
  /**
   * Set when this pass must repeat something that was delivered: if its first new line comes without any repetition before it,
   * lines are missing, for this reason.
   */
  readonly expectOverlap?: GapReason | undefined;
  /** `align`: the server replays this many lines (or all it has), then follows. 0: it does not replay. */
  readonly replayLines?: number | undefined;
  /** A poll that follows a good one: no server went away in between, so the newest line that comes anew was edited. */
  readonly followsPoll?: boolean;
  /** Lines are noted as delivered without being shown: they lie before the start that was asked for. */
  readonly baseline?: boolean;
}

/**
 * What a line is to its pass. `doubtful`: only what follows tells. `anew`: it bears the id of an older line, where the pass must repeat
 * one: the server has begun its log anew.
 */
export type Judgement = 'repeated' | 'fresh' | 'doubtful' | 'anew';

/** See the file's head. */
export class Pass<Raw = unknown> {
  copies: PassCopies<Raw>;
  /** It repeated a delivered line, so what follows is where we left off or later. */
  met = false;
  /** Why lines are missing if it goes on without what it should have repeated. undefined: it need not, or it has. */
  owed: GapReason | undefined;
  /** The newest time delivered when it began; −∞: see {@link hasFrontier}. */
  private frontier = Number.NEGATIVE_INFINITY;
  /**
   * It has come past the beginning of the window: an old stamp is a late line now, and no repetition. So it is where nothing was
   * delivered: a feed repeats nothing.
   */
  private placed = true;
  /** Lines that it brought, but for those before the window. */
  private arrived = 0;

  constructor(
    private readonly delivered: DeliveredLines<Raw>,
    private readonly init: PassInit = {},
  ) {
    const { window, options } = delivered;
    if (window.length > 0) {
      this.owed = init.expectOverlap;
      this.placed = options.identity === 'align';
    }
    if (!this.placed) this.frontier = window.latest;
    this.copies = createPassCopies(delivered, this.placed ? undefined : 0);
  }

  /** Stamps that were delivered before it say how far it has come. */
  get hasFrontier(): boolean {
    return this.frontier > Number.NEGATIVE_INFINITY;
  }

  /** It repeated a delivered line: nothing is missing. */
  meet(): void {
    this.met = true;
    this.owed = undefined;
  }

  /** Goes on with a pass that another was put into, which delivered what follows the first `before` lines. */
  goOnFrom(interrupted: Pass<Raw>, before: number): void {
    this.met = interrupted.met;
    this.copies = interrupted.copies;
    this.placed ||= interrupted.placed || this.copies.past;
    this.copies.addSince(before);
  }

  /** A line is delivered next that it has not brought, and may bring yet. */
  noteInterjected(line: DecodedLine<Raw>): void {
    this.copies.noteBefore(line);
    this.frontier = Math.max(this.frontier, line.time ?? this.frontier);
  }

  /** What the next of its lines is. */
  judge(line: DecodedLine<Raw>): Judgement {
    const { delivered } = this;
    const { notBefore } = delivered.options;
    if (notBefore !== undefined && line.time !== undefined && line.time < notBefore) return 'repeated';
    // What lies before the window does not count towards having passed it: a replay may begin far in front of it.
    if (!this.placed && this.hasFrontier && delivered.isBeforeWindow(line)) return 'repeated';
    this.arrived += 1;
    if (delivered.isIdentified(line)) {
      if (delivered.window.has(line.id)) return this.judgeKnownId(line);
    } else if (this.isRepeatedCopy(line)) return this.repeats(line);
    return this.placed || line.time === undefined ? 'fresh' : this.judgeUnplaced(line, line.time);
  }

  private judgeKnownId(line: DecodedLine<Raw> & { readonly id: string }): Judgement {
    if (this.beginsAnew(line)) return 'anew';
    if (!this.delivered.isAnother(line)) return this.repeats(line);
    // That the log may have begun anew was told by the gap.
    this.delivered.forgetBeforeGap();
    return 'fresh';
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
      // Lines of that tick which come before those that are recognised are older ones.
      if (!this.isOneTick) return 'repeated';
      return this.met ? 'fresh' : 'doubtful';
    }
    if (time > this.frontier || this.met) this.placed = true;
    else if (this.owed !== undefined) return 'doubtful';
    return 'fresh';
  }

  /**
   * Whether a line that was in doubt was delivered, or is older than what was, now that what follows it is known. A repetition after it says that it came before that: it is a late
   * one, or, where the window begins within its tick, older than it. Without one it is what is left of what followed.
   */
  isDoubtRepeated(line: DecodedLine<Raw>): boolean {
    return this.met && this.delivered.isOfTornTick(line);
  }

  /** Where something known should come, the same id on a line that is newer than all there was is another line. */
  private beginsAnew(line: DecodedLine<Raw> & { readonly id: string }): boolean {
    if (this.owed === undefined || line.time === undefined || line.time <= this.frontier) return false;
    if (this.init.followsPoll && line.id === this.delivered.window.newest?.id) return false;
    return this.delivered.isAnother(line, Number.POSITIVE_INFINITY);
  }

  /** The log was begun anew: nothing that was delivered before can be repeated. */
  beginAnew(): void {
    this.owed = undefined;
    this.placed = true;
    this.copies.forget();
  }

  /** Whether it has left behind everything that was delivered before it. */
  private isPast(line: DecodedLine<Raw>): boolean {
    const { overlapWindow } = this.delivered.options;
    if (line.time !== undefined && line.time > this.frontier + overlapWindow) return true;
    return this.arrived > 2 * this.delivered.window.length + 1_000;
  }

  /** All that was delivered before this pass bears one stamp, as far back as the window goes. */
  private get isOneTick(): boolean {
    return this.delivered.window.oldest?.time === this.frontier;
  }
}
