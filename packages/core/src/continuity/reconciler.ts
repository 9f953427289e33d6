/**
 * Decides for every arriving line whether it is new. One pass is one stream attempt, one chain of REST pages or
 * one poll. Within a pass the server's order is trusted; across passes the window of delivered lines decides.
 *
 * There are three ways to recognise a repeat, depending on the backend: ids, counted keys, alignment. A plain set of keys
 * would lose real lines: two equal lines with one timestamp are still two lines.
 */
import type { DecodedLine, GapReason } from '../entry.js';
import { DeliveredLines } from './delivered-lines.js';
import type { HeldItem } from './held-queue.js';
import { isBefore } from './is-before.js';
import { OversizeMarks } from './oversize-marks.js';
import { Pass, type PassInit } from './pass.js';
import type { Replay } from './replay.js';
import { replaying, type ReplayLag } from './replaying.js';
import { emptyVerdict, type InGap, type ToldGap, type Verdict } from './verdict.js';

/** Maximum number of doubtful lines; if no delivered line is repeated by then, none will be. */
const DOUBTFUL_LINES = 10_000;

/** See the file's head. */
export class Reconciler<Raw = unknown> extends DeliveredLines<Raw> {
  pass = new Pass<Raw>(this);
  /** The lines of this pass lie before the requested start. */
  private baseline = false;
  /** What this pass begins with as far as only later lines can decide on it. */
  private doubtful: HeldItem<Raw>[] = [];
  /** For `align`: a replay that is not complete yet. */
  private replay: Replay<Raw> | undefined;
  readonly marks = new OversizeMarks<DecodedLine<Raw>>(
    (line) => this.isNewest(line),
    (line) => !this.isNewest(line) && !((line.time as number) >= this.window.latest),
  );

  /** Begins a pass. Lines that the previous one held back are dropped, because they will be read again. */
  begin(init: PassInit = {}): void {
    this.pass = new Pass(this, init);
    this.baseline = init.baseline === true;
    this.doubtful = [];
    this.replay = this.replayOf(init);
    this.marks.begin(this.window.length === 0);
    // Nothing but payloads over the limit was delivered: a replay must begin with them.
    if (init.replayLines && this.delivered === 0 && this.marks.trailing > 0) this.pass.owed ??= 'evicted';
  }

  /** For `align`: a replay to be compared with the delivered lines. undefined: there is nothing to compare. */
  replayOf({ replayLines, baseline = false }: PassInit): Replay<Raw> | undefined {
    if (this.options.identity !== 'align' || replayLines === 0) return undefined;
    if (this.window.length === 0 && !baseline) return undefined;
    return replaying.here && new replaying.here(this, replayLines, baseline);
  }

  /**
   * Interrupts the current pass: `work` delivers lines in a pass of its own, then the current pass continues. It may repeat these
   * lines, and any it has not repeated yet, because a live stream may still be replaying when its seam is read again. `missed`: the reason
   * for a gap before the first line of `work`. `proves`: what it repeats was read in this pass, and shows that nothing is missing before it.
   */
  aside(work: () => void, missed?: GapReason, proves = true): void {
    const { pass, delivered, begun } = this;
    const goOn = this.marks.interrupt();
    this.begin({ expectOverlap: missed ?? pass.owed });
    work();
    this.begin({ expectOverlap: (proves ? this.pass : pass).owed });
    this.pass.goOnFrom(pass, delivered, this.begun !== begun);
    if (this.delivered === delivered) goOn();
  }

  /** The reason to expect an overlap in the next pass, if this one ends without the required repeat. */
  get unproven(): GapReason | undefined {
    return this.pass.owed;
  }

  /** Whether lines are held back until more arrives: call {@link settle} when the stream falls silent. */
  get holding(): boolean {
    return this.replay ? this.replaying : this.marks.holding || this.doubtful.length > 0;
  }

  /** Whether the lines held back are a replay. */
  get replaying(): boolean {
    return this.replay !== undefined && this.replay.items.length > 0;
  }

  /** Whether the part of a replay that has arrived ends before the newest delivered line, so that the rest is still to come. */
  get replayLag(): ReplayLag {
    return this.replay?.lag ?? 'none';
  }

  /** Whether that part overlaps the delivered lines. In a stream that never falls silent, the end of the replay cannot be told from the lines after it. */
  get replayMet(): boolean {
    return this.replay?.isMet === true;
  }

  /** Whether a line was delivered, as far as this pass can tell. `limit`: number of delivered lines whose ids may have been used again. */
  recognises(line: DecodedLine<Raw>, limit = this.pass.owed === undefined ? undefined : Infinity): boolean {
    return this.isIdentified(line) ? this.knows(line, limit) : this.pass.copies.has(line);
  }

  /** Lines are missing here in the current pass: what follows need not follow on what it has brought. */
  miss(): void {
    this.pass.met = false;
  }

  /** Accepts lines of the current pass, in the server's order. */
  accept(lines: readonly DecodedLine<Raw>[]): Verdict<Raw> {
    if (this.replay) {
      for (const line of lines) this.replay.items.push(line);
      return this.settleIfComplete(this.replay);
    }
    const { pass } = this;
    const draft = emptyVerdict<Raw>();
    // One that has been filled in part since the pass began is what is left of it: what was read for it proves nothing about that.
    if (pass.gaps.length > 0)
      pass.gaps = pass.gaps.flatMap((gap) =>
        this.gaps.includes(gap) ? gap : this.gaps.filter(({ after }) => after === gap.after).slice(-1),
      );
    for (const line of lines) {
      const { gaps, met } = pass;
      const judgement = pass.judge(line);
      if (judgement === 'anew') this.beginAnew(line, draft);
      if (judgement === 'again') {
        draft.duplicates += 1;
        continue;
      }
      if (judgement === 'doubtful') {
        this.doubtful.push(line);
        if (this.doubtful.length > DOUBTFUL_LINES) this.resolve(draft);
        continue;
      }
      if (typeof judgement === 'object') {
        this.inGap(judgement, draft).lines.push(line);
        // The next line follows on this one. It is remembered as the newest, as late ones are: only where it is shown is its place.
        pass.met = true;
        this.note([line], true);
        continue;
      }
      if (this.doubtful.length > 0) this.resolve(draft);
      if (judgement === 'repeated') {
        this.repeat(line, draft);
        // What was delivered after a gap follows on what was delivered before it, or on the lines that were placed in it.
        if (met && gaps !== pass.gaps)
          for (const gap of gaps) if (!pass.gaps.includes(gap)) this.inGap(gap, draft).closed = true;
      } else this.deliver(line, draft);
    }
    return this.verdict(draft);
  }

  /**
   * Accepts live items that precede `row`, the next line of this pass, or otherwise its last line: the server has forgotten them in the
   * meantime, or they are the replay with which the stream began. If the pass contains them after all, they will be recognised.
   */
  interject(items: readonly HeldItem<Raw>[], row?: DecodedLine<Raw>): Verdict<Raw> {
    const { pass } = this;
    const draft = emptyVerdict<Raw>();
    // A stream that begins with the newest lines of a log wants no older ones.
    if ((pass.frontier === -Infinity && !this.isWhole) || items.length === 0) return this.verdict(draft);
    pass.copies.recall();
    const known = items.findIndex((item) => typeof item === 'object' && this.recognises(item));
    if (known >= 0) pass.meet();
    this.resolve(draft);
    const goOn = this.marks.interrupt();
    /** The next item follows on the newest delivered line. */
    let follows = false;
    for (const item of items.slice(Math.max(0, known))) {
      if (typeof item === 'number') {
        if (follows) this.acceptOversize(item, draft);
        continue;
      }
      const isKnown = this.recognises(item);
      follows = isKnown && this.isNewest(item);
      if (follows) draft.duplicates += this.marks.repeated(item);
      // After a known line the live stream is complete and in order. Without one, only lines earlier than the row can have been forgotten.
      if (known < 0 && row && !isBefore(item, row)) continue;
      if (isKnown || this.isBeforeWindow(item) || this.isOfTornTick(item)) continue;
      follows = true;
      pass.noteInterjected(item);
      const gap = this.gapOf(item);
      if (gap) {
        this.inGap(gap, draft).lines.push(item);
        this.push(item, true);
      } else this.append(item, draft);
    }
    if (draft.fresh.length === 0) goOn();
    return this.verdict(draft);
  }

  /** Records a payload of the current pass that was too large to be decoded. */
  oversize(bytes: number): Verdict<Raw> {
    if (this.replay) {
      this.replay.items.push(bytes);
      return this.settleIfComplete(this.replay);
    }
    const draft = emptyVerdict<Raw>();
    if (this.doubtful.length > 0) this.doubtful.push(bytes);
    else this.acceptOversize(bytes, draft);
    return this.verdict(draft);
  }

  private acceptOversize(bytes: number, draft: Verdict<Raw>): void {
    const place = this.marks.met(bytes);
    if (place === 'repeated') {
      draft.duplicates += 1;
      this.pass.meet();
    }
    if (place === 'new') draft.oversize.push({ at: draft.fresh.length, bytes });
  }

  /** Nothing more arrives for now: decides on the lines held back, and aligns a replay with the delivered lines. */
  settle(): Verdict<Raw> {
    const { replay } = this;
    const draft = emptyVerdict<Raw>();
    // A slow server may not have started its replay yet, so keep waiting for it.
    if (replay?.items.length === 0 && !this.baseline) return this.verdict(draft);
    this.replay = undefined;
    if (replay) this.settleReplay(replay, draft);
    else this.resolve(draft);
    for (const bytes of this.marks.settle()) draft.oversize.push({ at: draft.fresh.length, bytes });
    const verdict = this.verdict(draft);
    // The lines from before the start are now recorded: what follows is new.
    if (replay) this.baseline = false;
    return verdict;
  }

  private settleIfComplete(replay: Replay<Raw>): Verdict<Raw> {
    return replay.isComplete ? this.settle() : emptyVerdict();
  }

  private settleReplay(replay: Replay<Raw>, draft: Verdict<Raw>): void {
    const { overlap, next } = replay.lay();
    if (overlap > 0) this.pass.meet();
    let repeated = 0;
    for (const item of replay.items) {
      const isLine = typeof item === 'object';
      if (repeated < next) {
        draft.duplicates += 1;
        if (!isLine) continue;
        this.marks.repeated(item);
        repeated += 1;
      } else if (!isLine) this.acceptOversize(item, draft);
      else if (!this.baseline && this.isBeforeStart(item)) draft.duplicates += 1;
      else this.deliver(item, draft);
    }
  }

  /**
   * Records lines as delivered that did not go through a pass: those received from another tab, or read as older lines before any other.
   * `inGap`: they are shown in a gap.
   */
  note(lines: readonly DecodedLine<Raw>[], inGap?: boolean): void {
    for (const line of lines) {
      if (!this.isIdentified(line)) this.pass.copies.noteNow(line);
      this.push(line, inGap);
    }
  }

  /**
   * Records lines that filled a gap, at their place before `next`, so that a read that overlaps them recognises them. If `next` has
   * left the window, they would have left it, too.
   */
  noteFilled(lines: readonly DecodedLine<Raw>[], next: DecodedLine<Raw>): void {
    const index = this.indexOf(next);
    if (index < 0 || lines.length === 0) return;
    // In the current pass the server is past the gap, so it will not send these copies.
    for (const line of lines) this.pass.copies.noteBefore(line);
    this.window.insert(index, lines);
  }

  /** Completes the draft: drops the lines of a baseline, and adds the gap if a required repeat is missing. */
  private verdict(draft: Verdict<Raw>): Verdict<Raw> {
    const { pass } = this;
    const { fresh, oversize } = draft;
    if (this.baseline)
      return { ...emptyVerdict(), duplicates: draft.duplicates + fresh.length + oversize.length };
    if (pass.owed !== undefined && fresh.length > 0) {
      draft.gap = this.gapBefore(fresh[0], pass.owed, fresh.length);
      pass.owed = undefined;
      this.tell(fresh[0], fresh.length);
    }
    return draft;
  }

  /** This pass has begun with a gap before `next`, the first of the newest `count` lines. */
  private tell(next: DecodedLine<Raw> | undefined, count: number): void {
    const { delivered, pass } = this;
    const { frontier } = pass;
    const place = {
      after: delivered - count,
      from: frontier,
      to: next?.time ?? frontier,
      end: next?.timestamp,
    };
    this.gaps = [...this.gaps, place];
  }

  private repeat(line: DecodedLine<Raw>, draft: Verdict<Raw>): void {
    draft.duplicates += 1 + this.marks.repeated(line);
  }

  private deliver(line: DecodedLine<Raw>, draft: Verdict<Raw>): void {
    if (!this.isIdentified(line)) this.pass.copies.noteNow(line);
    this.append(line, draft);
  }

  private inGap(gap: ToldGap, draft: Verdict<Raw>): InGap<Raw> {
    const last = draft.inGaps.at(-1);
    if (last?.gap === gap) return last;
    const found = { gap, lines: [], follows: this.pass.met };
    draft.inGaps.push(found);
    return found;
  }

  private append(line: DecodedLine<Raw>, draft: Verdict<Raw>): void {
    for (const bytes of this.marks.fresh()) draft.oversize.push({ at: draft.fresh.length, bytes });
    draft.fresh.push(line);
    this.push(line);
  }

  /** Decides on what is doubtful. */
  private resolve(draft: Verdict<Raw>): void {
    const items = this.doubtful;
    this.doubtful = [];
    for (const item of items)
      if (typeof item === 'number') this.acceptOversize(item, draft);
      else if (this.pass.isDoubtRepeated(item)) this.repeat(item, draft);
      else this.deliver(item, draft);
  }

  /** The server has restarted its log: forgets the old one. The lines of this pass so far belong to the new log, which continues with `line`. */
  private beginAnew(line: DecodedLine<Raw>, draft: Verdict<Raw>): void {
    this.resolve(draft);
    const { fresh } = draft;
    const first = fresh[0] ?? line;
    // If REST could not be read, lines of the new log may have been missed, too.
    const reason = this.pass.owed === 'outage' ? 'outage' : 'epoch';
    draft.gap = this.gapBefore(first, reason, fresh.length);
    this.pass.beginAnew();
    this.beginsAnewWith(fresh, line, reason === 'epoch');
    this.tell(first, fresh.length);
  }
}
