/**
 * Decides for every line that arrives whether it is new. One pass is one stream attempt, one chain of REST pages or
 * one poll; within a pass the server's order holds, across passes the window of delivered lines does.
 *
 * Three ways to recognise a repetition, by what the backend has: ids, counted keys, alignment. A plain set of keys
 * would lose real repetitions: two equal lines in one tick are two lines.
 */
import type { DecodedLine, GapReason } from '../entry.js';
import { DeliveredLines } from './delivered-lines.js';
import { isBefore } from './is-before.js';
import { OversizeMarks } from './oversize-marks.js';
import { Pass, type PassInit } from './pass.js';
import type { Replay } from './replay.js';
import { replaying, type ReplayLag } from './replaying.js';
import { emptyVerdict, type Verdict } from './verdict.js';

/** Lines in doubt at most; after that, what was delivered is not met any more. */
const DOUBTFUL_LINES = 10_000;

/** See the file's head. */
export class Reconciler<Raw = unknown> extends DeliveredLines<Raw> {
  private pass = new Pass<Raw>(this);
  /** What this pass brings lies before the start that was asked for. */
  private baseline = false;
  /** Lines at the beginning of this pass of which only what follows tells what they are. */
  private doubtful: DecodedLine<Raw>[] = [];
  /** `align`: a replay that is not complete. */
  private replay: Replay<Raw> | undefined;
  private readonly marks = new OversizeMarks<DecodedLine<Raw>>((line) => this.isNewest(line));

  /** Begins a pass; whatever an older one held back is dropped (it will be read again). */
  begin(init: PassInit = {}): void {
    this.pass = new Pass(this, init);
    this.baseline = init.baseline === true;
    this.doubtful = [];
    this.replay = this.replayOf(init);
    this.marks.begin(this.window.length === 0);
  }

  private replayOf({ replayLines, baseline = false }: PassInit): Replay<Raw> | undefined {
    if (this.options.identity !== 'align' || replayLines === 0) return undefined;
    if (this.window.length === 0 && !baseline) return undefined;
    return replaying.here && new replaying.here(this.window, (line) => this.keyOf(line), replayLines);
  }

  /**
   * Has `work` bring lines in a pass of its own, and goes on with the pass under way. That one may repeat them, and what it has not
   * repeated yet: a live stream may take longer to replay what was there before than it takes until its seam is read again.
   */
  aside(work: () => void): void {
    const { pass, delivered } = this;
    this.begin();
    work();
    this.begin({ expectOverlap: this.pass.met ? undefined : pass.owed });
    this.pass.goOnFrom(pass, delivered);
  }

  /** What a pass must expect that goes on where this one ends without what it should have repeated. undefined: nothing. */
  get unproven(): GapReason | undefined {
    return this.pass.owed;
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
    const { replay } = this;
    const last = replay?.lines.at(-1);
    if (!replay || !last || this.baseline) return 'none';
    const { lag } = replay;
    return lag === 'none' && this.isBeforeWindow(last) ? 'likely' : lag;
  }

  /** Whether a line was delivered, as far as this pass can tell. `limit`: lines after which ids may have started again. */
  recognises(
    line: DecodedLine<Raw>,
    limit = this.pass.owed === undefined ? undefined : Number.POSITIVE_INFINITY,
  ): boolean {
    return this.isIdentified(line) ? this.knows(line, limit) : this.pass.copies.has(line);
  }

  /** Takes lines of the current pass, in the server's order. */
  accept(lines: readonly DecodedLine<Raw>[]): Verdict<Raw> {
    if (this.replay) {
      for (const line of lines) this.replay.items.push(line);
      return this.settleIfComplete(this.replay);
    }
    const { pass } = this;
    const draft = emptyVerdict<Raw>();
    for (const line of lines) {
      let judgement = pass.judge(line);
      if (judgement === 'anew') {
        this.beginAnew(line, draft);
        judgement = pass.judge(line);
      }
      if (judgement === 'doubtful') {
        this.doubtful.push(line);
        if (this.doubtful.length > DOUBTFUL_LINES) this.resolve(draft);
        continue;
      }
      if (this.doubtful.length > 0) this.resolve(draft);
      if (judgement === 'repeated') this.repeat(line, draft);
      else this.deliver(line, draft);
    }
    return this.verdict(draft);
  }

  /**
   * Takes lines of the live stream that stand before `row`, the next of this pass: the server has forgotten them since, or they are
   * the replay that it began with. Should the pass bring them after all, they are known.
   */
  interject(lines: readonly DecodedLine<Raw>[], row: DecodedLine<Raw>): Verdict<Raw> {
    const { pass } = this;
    const draft = emptyVerdict<Raw>();
    if (!pass.hasFrontier || lines.length === 0) return this.verdict(draft);
    pass.copies.recall();
    const known = lines.findIndex((line) => this.recognises(line));
    if (known >= 0) pass.meet();
    this.resolve(draft);
    for (const line of lines.slice(known + 1)) {
      // From a known line on the live stream has everything, in order. Without one only what is earlier than the row was forgotten.
      if (known < 0 && !isBefore(line, row)) continue;
      if (this.recognises(line) || this.isBeforeWindow(line) || this.isOfTornTick(line)) continue;
      pass.noteInterjected(line);
      this.append(line, draft);
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
    this.acceptOversize(bytes, draft);
    return this.verdict(draft);
  }

  private acceptOversize(bytes: number, draft: Verdict<Raw>): void {
    const place = this.marks.met(bytes);
    if (place === 'repeated') draft.duplicates += 1;
    if (place === 'new') draft.oversize.push({ at: draft.fresh.length, bytes });
  }

  /** Nothing more comes for now: decides on what is held back, and lays a replay against what is held. */
  settle(): Verdict<Raw> {
    const { replay } = this;
    const draft = emptyVerdict<Raw>();
    // A server that is slow to begin has not begun yet. Where nothing is held, there is nothing that could be repeated.
    if (replay?.items.length === 0 && !this.baseline) return this.verdict(draft);
    this.replay = undefined;
    if (replay && replay.items.length > 0) this.settleReplay(replay, draft);
    else {
      this.resolve(draft);
      for (const bytes of this.marks.settle()) draft.oversize.push({ at: draft.fresh.length, bytes });
    }
    const verdict = this.verdict(draft);
    // What was there before the start is told now: what follows is news.
    if (replay) this.baseline = false;
    return verdict;
  }

  /**
   * The same where more comes all the time, so that nothing tells the end of a replay from the lines that follow it: once it has met
   * what is held. undefined: it has not.
   */
  settleMet(): Verdict<Raw> | undefined {
    const { replay } = this;
    if (!replay) return undefined;
    return this.baseline || replay.lay().overlap > 0 ? this.settle() : undefined;
  }

  private settleIfComplete(replay: Replay<Raw>): Verdict<Raw> {
    return replay.isComplete ? this.settle() : emptyVerdict();
  }

  private settleReplay(replay: Replay<Raw>, draft: Verdict<Raw>): void {
    const { overlap, next } = replay.lay();
    if (overlap > 0) this.pass.meet();
    // What does not meet what is held stands behind it.
    else this.marks.fresh();
    let repeated = 0;
    for (const item of replay.items) {
      const isLine = typeof item === 'object';
      if (repeated < next) {
        draft.duplicates += 1;
        if (!isLine) continue;
        this.marks.repeated(item);
        repeated += 1;
      } else if (isLine) this.deliver(item, draft);
      else this.acceptOversize(item, draft);
    }
  }

  /** Notes lines as delivered without a pass: a resume, or pages that were merged elsewhere. */
  note(lines: readonly DecodedLine<Raw>[]): void {
    for (const line of lines) {
      if (!this.isIdentified(line)) this.pass.copies.noteNow(line);
      this.window.push(line);
    }
  }

  /**
   * Notes lines that filled a gap, at their place before `next`, so that a read that overlaps them knows them again. Where `next` has
   * left the window they would have, too.
   */
  noteFilled(lines: readonly DecodedLine<Raw>[], next: DecodedLine<Raw>): void {
    const index = this.indexOf(next);
    if (index < 0 || lines.length === 0) return;
    // In the pass under way the server is past the gap, so these copies will not be seen.
    for (const line of lines) this.pass.copies.noteBefore(line);
    this.window.insert(index, lines);
  }

  /** The draft as what is to be done. */
  private verdict(draft: Verdict<Raw>): Verdict<Raw> {
    const { pass } = this;
    const { fresh, oversize } = draft;
    if (this.baseline)
      return { ...emptyVerdict(), duplicates: draft.duplicates + fresh.length + oversize.length };
    if (pass.owed !== undefined && fresh.length > 0) {
      draft.gap = this.gapBefore(fresh[0], pass.owed, fresh.length);
      pass.owed = undefined;
    }
    return draft;
  }

  private repeat(line: DecodedLine<Raw>, draft: Verdict<Raw>): void {
    draft.duplicates += 1 + this.marks.repeated(line);
  }

  private deliver(line: DecodedLine<Raw>, draft: Verdict<Raw>): void {
    if (!this.isIdentified(line)) this.pass.copies.noteNow(line);
    this.append(line, draft);
  }

  private append(line: DecodedLine<Raw>, draft: Verdict<Raw>): void {
    for (const bytes of this.marks.fresh()) draft.oversize.push({ at: draft.fresh.length, bytes });
    draft.fresh.push(line);
    this.window.push(line);
  }

  /** Decides on the lines in doubt. */
  private resolve(draft: Verdict<Raw>): void {
    const lines = this.doubtful;
    this.doubtful = [];
    for (const line of lines)
      if (this.pass.isDoubtRepeated(line)) this.repeat(line, draft);
      else this.deliver(line, draft);
  }

  /** Forgets the log that is over: what this pass brought so far is of the new one, which goes on with `line`. */
  private beginAnew(line: DecodedLine<Raw>, draft: Verdict<Raw>): void {
    this.resolve(draft);
    const { fresh } = draft;
    const first = fresh[0] ?? line;
    draft.gap = this.gapBefore(first, 'epoch', fresh.length);
    this.pass.beginAnew();
    this.beginsAnewWith(fresh.length, first.time);
  }
}
