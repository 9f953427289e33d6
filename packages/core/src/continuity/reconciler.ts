/**
 * Decides for every line that arrives whether it is new. One pass is one stream attempt, one chain of REST pages or
 * one poll; within a pass the server's order holds, across passes the window of delivered lines does.
 *
 * Three ways to recognise a repetition, by what the backend has: ids, counted keys, alignment. A plain set of keys
 * would lose real repetitions: two equal lines in one tick are two lines.
 */
import type { GapInit } from '../buffer/log-buffer.js';
import type { DecodedLine, GapReason } from '../entry.js';
import type { CopyCounts } from './copy-counts.js';
import { DeliveredLines } from './delivered-lines.js';
import { OversizeMarks } from './oversize-marks.js';
import { emptyVerdict, type PassInit, type Verdict } from './pass.js';
import { isBefore } from './is-before.js';
import type { Replay } from './replay.js';
import { replaying, type ReplayLag } from './replaying.js';

/** What a line of the current pass is. */
type Judgement = 'repeated' | 'fresh' | 'doubtful' | 'anew';

/** Lines in doubt at most; after that, what was delivered is not met any more. */
const DOUBTFUL_LINES = 10_000;

/** See the file's head. */
export class Reconciler<Raw = unknown> extends DeliveredLines<Raw> {
  /** Copies a key, of what was delivered before this pass came past it. */
  private counts: CopyCounts | undefined;
  /** They are yet to be taken, after so many lines: a pass that brings nothing to be counted needs none. */
  private countAfter: number | undefined;
  /** This pass cannot repeat any more what was delivered before it. */
  private past = false;
  private pass: PassInit = {};
  /** This pass repeated a delivered line, so what follows is where we left off or later. */
  private met = false;
  /**
   * This pass has come past the beginning of the window: an old stamp is a late line now, and no repetition. So it is without passes:
   * a feed repeats nothing.
   */
  private placed = true;
  /** A gap was reported in this pass or ruled out. */
  private settledOverlap = true;
  /** The gap that stands before the next fresh line. */
  private gap: GapInit | undefined;
  /** Lines at the beginning of this pass of which only what follows tells what they are. */
  private doubtful: DecodedLine<Raw>[] = [];
  /** `align`: a replay that is not complete. */
  private replay: Replay<Raw> | undefined;
  /** The newest time delivered when this pass began. */
  private frontier = Number.NEGATIVE_INFINITY;
  private arrived = 0;
  /** When the log was begun anew; what was written before that is of an older one. */
  begun = Number.NEGATIVE_INFINITY;
  private readonly marks = new OversizeMarks<DecodedLine<Raw>>((line) => this.isNewest(line));

  /** Begins a pass; whatever an older one held back is dropped (it will be read again). */
  begin(pass: PassInit = {}): void {
    this.pass = pass;
    this.met = false;
    this.placed = this.window.length === 0 || this.options.identity === 'align';
    this.past = false;
    this.settledOverlap = pass.expectOverlap === undefined || this.window.length === 0;
    this.gap = undefined;
    this.doubtful = [];
    this.replay = undefined;
    this.marks.begin(this.window.length === 0);
    this.setCounts(undefined);
    this.arrived = 0;
    this.frontier = Number.NEGATIVE_INFINITY;
    if (this.options.identity === 'align') {
      const replays = this.window.length > 0 || pass.baseline === true;
      if (replays && pass.replayLines !== 0)
        this.replay =
          replaying.here && new replaying.here(this.window, (line) => this.keyOf(line), pass.replayLines);
      return;
    }
    if (this.window.length === 0) return;
    this.frontier = this.window.latest;
    this.countAfter = 0;
  }

  /**
   * Has `work` bring lines in a pass of its own, and goes on with the pass under way. That one may repeat them, and what it has not
   * repeated yet: a live stream may take longer to replay what was there before than it takes until its seam is read again.
   */
  aside(work: () => void): void {
    const { counts, countAfter, past, placed, met, delivered, unproven } = this;
    this.begin();
    work();
    this.begin({ expectOverlap: this.met ? undefined : unproven });
    this.placed ||= placed || past;
    this.met = met;
    if (past) this.countAfter = delivered;
    else if (countAfter !== undefined) this.countAfter = countAfter;
    else this.setCounts(this.countDelivered(delivered, counts));
  }

  /** What a pass must expect that goes on where this one ends without what it should have repeated. undefined: nothing. */
  get unproven(): GapReason | undefined {
    return this.settledOverlap ? undefined : this.pass.expectOverlap;
  }

  /** Whether lines are held back until a replay is complete: call {@link settle} when the stream falls silent. */
  get holding(): boolean {
    return this.replay ? this.replaying : this.marks.holding || this.doubtful.length > 0;
  }

  /** Whether what is held back is a replay. */
  get replaying(): boolean {
    return this.replay !== undefined && this.replay.items.length > 0;
  }

  /** Whether a replay, as far as it came, ends before what is held does: the rest of it is on its way. */
  get replayLag(): ReplayLag {
    const { replay, pass } = this;
    const last = replay?.lines.at(-1);
    if (!replay || !last || pass.baseline) return 'none';
    const { lag } = replay;
    return lag === 'none' && this.isBeforeWindow(last) ? 'likely' : lag;
  }

  /** Whether a line was delivered, as far as this pass can tell. `limit`: lines after which ids may have started again. */
  recognises(line: DecodedLine<Raw>, limit = this.limit): boolean {
    if (this.isIdentified(line)) return this.knows(line, limit);
    this.countAgain();
    return this.copies()?.has(this.keyOf(line)) ?? false;
  }

  /** Takes lines of the current pass, in the server's order. */
  accept(lines: readonly DecodedLine<Raw>[]): Verdict<Raw> {
    if (this.replay) {
      for (const line of lines) this.replay.items.push(line);
      return this.settleIfComplete(this.replay);
    }
    const draft = emptyVerdict<Raw>();
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] as DecodedLine<Raw>;
      const judgement = this.judge(line);
      if (judgement === 'anew') {
        this.beginAnew(line, draft);
        return Object.assign(this.verdict(draft), { rest: lines.slice(at) });
      }
      if (judgement === 'doubtful') {
        this.doubtful.push(line);
        if (this.doubtful.length > DOUBTFUL_LINES) this.resolve(draft);
        continue;
      }
      if (this.doubtful.length > 0) this.resolve(draft);
      if (judgement === 'repeated') this.repeat(line, draft);
      else this.deliverTo(draft, line);
    }
    return this.verdict(draft);
  }

  /**
   * Takes lines of the live stream that stand before `row`, the next of this pass: the server has forgotten them since, or they are
   * the replay that it began with. Should the pass bring them after all, they are known.
   */
  interject(lines: readonly DecodedLine<Raw>[], row: DecodedLine<Raw>): Verdict<Raw> {
    const draft = emptyVerdict<Raw>();
    if (this.frontier === Number.NEGATIVE_INFINITY || lines.length === 0) return this.verdict(draft);
    this.countAgain();
    const known = lines.findIndex((line) => this.recognises(line));
    this.met ||= known >= 0;
    this.resolve(draft);
    for (const line of lines.slice(known + 1)) {
      // From a known line on the live stream has everything, in order. Without one only what is earlier than the row was forgotten.
      if (known < 0 && !isBefore(line, row)) continue;
      if (this.recognises(line) || this.isBeforeWindow(line)) continue;
      if (!this.isWhole && this.isOfOldestTick(line)) continue;
      const counts = this.copies();
      this.counts = undefined;
      this.deliverTo(draft, line);
      this.counts = counts;
      if (this.isCounting(line)) counts?.noteBefore(this.keyOf(line));
      this.frontier = Math.max(this.frontier, line.time ?? this.frontier);
    }
    return this.verdict(draft);
  }

  /** Takes note of a payload of the current pass that was too large to be looked at. */
  oversize(bytes: number): Verdict<Raw> {
    if (this.replay) {
      this.replay.items.push(bytes);
      return this.settleIfComplete(this.replay);
    }
    const draft = emptyVerdict<Raw>();
    const place = this.marks.met(bytes);
    if (place === 'repeated') draft.duplicates += 1;
    if (place === 'new') draft.oversize.push({ at: 0, bytes });
    return this.verdict(draft);
  }

  /** Nothing more comes for now: decides on what is held back, and lays a replay against what is held. */
  settle(): Verdict<Raw> {
    const { replay } = this;
    const draft = emptyVerdict<Raw>();
    // A server that is slow to begin has not begun yet. Where nothing is held, there is nothing that could be repeated.
    if (replay?.items.length === 0 && !this.pass.baseline) return this.verdict(draft);
    this.replay = undefined;
    if (replay && replay.items.length > 0) this.settleReplay(replay, draft);
    else {
      this.resolve(draft);
      for (const bytes of this.marks.settle()) draft.oversize.push({ at: draft.fresh.length, bytes });
    }
    const verdict = this.verdict(draft);
    // What was there before the start is told now: what follows is news.
    if (replay) this.pass = { ...this.pass, baseline: false };
    return verdict;
  }

  /**
   * The same where more comes all the time, so that nothing tells the end of a replay from the lines that follow it: once it has met
   * what is held. undefined: it has not.
   */
  settleMet(): Verdict<Raw> | undefined {
    const { replay, pass } = this;
    if (!replay) return undefined;
    return pass.baseline || replay.lay().overlap > 0 ? this.settle() : undefined;
  }

  private settleIfComplete(replay: Replay<Raw>): Verdict<Raw> {
    return replay.isComplete ? this.settle() : emptyVerdict();
  }

  private settleReplay(replay: Replay<Raw>, draft: Verdict<Raw>): void {
    const { overlap, next } = replay.lay();
    this.met = overlap > 0;
    // What does not meet what is held stands behind it.
    if (overlap === 0) this.marks.fresh();
    let at = 0;
    for (const item of replay.items) {
      if (typeof item === 'number') {
        if (at < next || this.marks.met(item) !== 'new') draft.duplicates += 1;
        else draft.oversize.push({ at: draft.fresh.length, bytes: item });
        continue;
      }
      if (at < next) {
        draft.duplicates += 1;
        this.marks.repeated(item);
      } else this.deliverTo(draft, item);
      at += 1;
    }
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
    const index = this.indexOf(next);
    if (index < 0 || lines.length === 0) return;
    const counts = this.copies();
    this.insert(index, lines);
    // In the pass under way the server is past the gap, so these copies will not be seen.
    for (const line of lines) if (this.isCounting(line)) counts?.noteBefore(this.keyOf(line));
  }

  /** The draft as what is to be done. */
  private verdict(draft: Verdict<Raw>): Verdict<Raw> {
    const { fresh, oversize } = draft;
    if (this.pass.baseline)
      return { ...emptyVerdict(), duplicates: draft.duplicates + fresh.length + oversize.length };
    if (!this.settledOverlap && (fresh.length > 0 || this.met)) {
      this.settledOverlap = true;
      const reason = this.pass.expectOverlap;
      if (!this.met && reason !== undefined) this.gap = this.gapBefore(fresh[0], reason, fresh.length);
    }
    if (fresh.length > 0) {
      draft.gap = this.gap;
      this.gap = undefined;
    }
    return draft;
  }

  private judge(line: DecodedLine<Raw>): Judgement {
    const { notBefore } = this.options;
    if (notBefore !== undefined && line.time !== undefined && line.time < notBefore) return 'repeated';
    // What lies before the window does not count towards having passed it: a replay may begin far in front of it.
    if (!this.placed && this.frontier > Number.NEGATIVE_INFINITY && this.isBeforeWindow(line))
      return 'repeated';
    this.arrived += 1;
    if (this.isIdentified(line) ? this.window.has(line.id) : this.isCounted(line)) {
      if (this.isIdentified(line)) {
        if (this.beginsAnew(line)) return 'anew';
        if (this.isAnother(line)) {
          // That it may have begun anew was told by the gap.
          this.forgetBeforeGap();
          return 'fresh';
        }
      }
      this.met = true;
      this.placed ||= !this.isOfOldestTick(line) || this.isOneTick || this.isOldest(line);
      return 'repeated';
    }
    if (this.placed || this.window.length === 0 || line.time === undefined) return 'fresh';
    if (!this.isWhole && this.isOfOldestTick(line)) {
      // The window may begin within a tick: lines of that tick which come before those that are recognised are older ones.
      if (!this.isOneTick) return 'repeated';
      return this.met ? 'fresh' : 'doubtful';
    }
    if (line.time > this.frontier || this.met) this.placed = true;
    else if (!this.settledOverlap) return 'doubtful';
    return 'fresh';
  }

  private repeat(line: DecodedLine<Raw>, draft: Verdict<Raw>): void {
    draft.duplicates += 1 + this.marks.repeated(line);
  }

  private deliverTo(draft: Verdict<Raw>, line: DecodedLine<Raw>): void {
    for (const bytes of this.marks.fresh()) draft.oversize.push({ at: draft.fresh.length, bytes });
    draft.fresh.push(line);
    this.deliver(line);
  }

  /**
   * Decides on the lines in doubt. A repetition after them says that they came before it: they are late ones, or, where the window begins
   * within their tick, older than it. Without one they are what is left of what followed.
   */
  private resolve(draft: Verdict<Raw>): void {
    const lines = this.doubtful;
    this.doubtful = [];
    for (const line of lines)
      if (this.met && !this.isWhole && this.isOfOldestTick(line)) this.repeat(line, draft);
      else this.deliverTo(draft, line);
  }

  /** Where something known should come, the same id on a line that is newer than all there was is another line. */
  private beginsAnew(line: DecodedLine<Raw> & { readonly id: string }): boolean {
    if (this.limit === undefined || line.time === undefined || line.time <= this.frontier) return false;
    if (this.pass.followsPoll === true && line.id === this.window.newest?.id) return false;
    return this.isAnother(line, this.limit);
  }

  /** Lines that were delivered before this pass, as long as it must repeat one of them and has not. */
  private get limit(): number | undefined {
    return this.settledOverlap || this.met ? undefined : Number.POSITIVE_INFINITY;
  }

  /** Forgets the log that is over: what this pass brought so far is of the new one. */
  private beginAnew(line: DecodedLine<Raw>, draft: Verdict<Raw>): void {
    this.resolve(draft);
    const { fresh } = draft;
    this.gap = this.gapBefore(fresh[0] ?? line, 'epoch', fresh.length);
    this.settledOverlap = true;
    this.placed = true;
    this.setCounts(undefined);
    this.forgetBefore(fresh.length);
    this.begun = (fresh[0] ?? line).time ?? this.begun;
  }

  private isCounted(line: DecodedLine<Raw>): boolean {
    this.past ||= this.isPast(line);
    return !this.past && (this.copies()?.isRepeated(this.keyOf(line)) ?? false);
  }

  /** The counts of this pass, taken when they are first asked for, which is before the pass delivers a line that is counted. */
  private copies(): CopyCounts | undefined {
    if (this.countAfter !== undefined) this.setCounts(this.countDelivered(this.countAfter));
    return this.counts;
  }

  /** What a pass delivers once it is past is in the window alone. */
  private countAgain(): void {
    if (this.past) this.setCounts(this.countDelivered());
    this.past = false;
  }

  private setCounts(counts: CopyCounts | undefined): void {
    this.counts = counts;
    this.countAfter = undefined;
  }

  /** Whether this pass has left behind everything that was delivered before it. */
  private isPast(line: DecodedLine<Raw>): boolean {
    const { overlapWindow } = this.options;
    if (line.time !== undefined && line.time > this.frontier + overlapWindow) return true;
    return this.arrived > 2 * this.window.length + 1_000;
  }

  /** All that was delivered before this pass bears one stamp, as far back as the window goes. */
  private get isOneTick(): boolean {
    return this.window.oldest?.time === this.frontier;
  }

  private deliver(line: DecodedLine<Raw>): void {
    const counts = this.isCounting(line) ? this.copies() : undefined;
    this.remembers(line);
    if (!this.past) counts?.noteNow(this.keyOf(line));
  }
}
