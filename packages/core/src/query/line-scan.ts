/**
 * Goes over the lines of a source and has each looked at once: forward as they come, backward from where it began. In
 * slices that leave the thread to others; where the answer to a line has to be asked for, it goes on when it is there.
 */
import type { LineBlock, LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';
import { stripAnsi } from '../format/ansi.js';
import type { Clock } from '../lib/clock.js';
import { firstAtOrAfter } from '../lib/first-at-or-after.js';
import { overRows, seqAt, shownText } from './block-text.js';
import type { ViewSource } from './view-source.js';

/** Milliseconds of one slice: half a frame. */
const SLICE = 8;
/** Lines that are looked at without a look at the clock, and then between two looks: far less than a slice. */
const FREE = 4_096;
const STRIDE = 512;
/** The same where one line may take a millisecond, whose length is not known. */
const SLOW_STRIDE = 4;
/** Lines that are looked at before `restart` comes back, however fast: who typed a letter waits for no more. */
const FIRST = 16_384;
/** Characters of packed lines that are looked at without a look at the clock. */
const STRIDE_CHARACTERS = 1_000_000;
/** Lines and characters that are asked about at once. */
const ASKED_LINES = 1_000;
const ASKED_CHARACTERS = 500_000;

export interface LineScanInit<Raw> {
  readonly source: ViewSource<Raw>;
  readonly clock: Clock;
  /** Where it begins: at the newest line, and goes back; or at the first. */
  readonly begin: 'first' | 'newest';
  /** Looks at the line in `row`; false: its answer has to be asked for. */
  readonly look: (item: LogItem<Raw>, view: LogView<Raw>, row: number, forward: boolean) => boolean;
  /**
   * Looks at packed lines: those of the indexes `from` to before `to`, or in the other direction. Answers how many it looked at: fewer
   * where the answer to the next has to be asked for.
   */
  readonly lookPacked: (
    block: LineBlock,
    from: number,
    to: number,
    forward: boolean,
    view: LogView<Raw>,
  ) => number;
  /** Asks about texts; `done` tells that answers are there, to the first of them at least. */
  readonly ask: (texts: readonly string[], done: () => void) => void;
  /** Lines were looked at in a slice of its own, or an answer came. */
  readonly progress: () => void;
}

export interface LineScanStart {
  readonly lead?: number;
  readonly cheap?: () => number;
  readonly first?: number | undefined;
}

type Outcome = 'done' | 'time' | 'asked';

/** The row after the line `seq`. */
export function rowAfter(view: LogView, seq: number): number {
  const row = view.rowAtOrAfter(seq);
  return row < view.length && seqAt(view, row) === seq ? row + 1 : row;
}

/** Lines that may be looked at, a stride at a time. */
interface Slice {
  /** How many before the next look at the clock; 0: the slice is at its end. */
  room(): number;
  spend(lines: number): void;
}

/** See the file's head. */
export class LineScan<Raw> {
  /** Lines after this one are still to be looked at. */
  newest = Number.NEGATIVE_INFINITY;
  /** Lines before this one are; undefined until a line was looked at. */
  oldest: number | undefined;
  /** Not everything has been looked at. */
  pending = false;
  /** Lines looked at backwards before any is looked at forward. */
  private lead = 0;
  private led = 0;
  /** Where one line may take a millisecond: characters, in one line or in several, that take a few at the very worst. */
  private cheap: (() => number) | undefined;
  private asking = false;
  private run = 0;
  private cancel: (() => void) | undefined;

  constructor(private readonly init: LineScanInit<Raw>) {}

  /** Begins anew. `cheap`: a single line may take a millisecond, and so many characters a few. `first`: lines looked at at once. */
  restart({ lead = 0, cheap, first = FIRST }: LineScanStart = {}): void {
    this.stop();
    const { view } = this.init.source.getSnapshot();
    const last = this.init.begin === 'newest' ? view.at(view.length - 1) : undefined;
    this.newest = last?.seq ?? Number.NEGATIVE_INFINITY;
    this.lead = lead;
    this.cheap = cheap;
    this.advance(view, first);
  }

  /** Forgets everything and waits for nothing. */
  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.run += 1;
    this.asking = false;
    this.pending = false;
    this.oldest = undefined;
    this.newest = Number.NEGATIVE_INFINITY;
    this.led = 0;
  }

  /** The first line that is held is this one now: what lies before it is neither looked at nor waited for. */
  evict(first: number): void {
    // A line before it that comes later, from the history, is another one.
    if (this.newest < first) this.newest = first - 0.5;
    if (this.oldest !== undefined && this.oldest < first) this.oldest = first;
  }

  /** Looks at what there is to look at, for one slice or at `most` lines; the rest follows by itself. */
  advance(view: LogView<Raw> = this.init.source.getSnapshot().view, most = Infinity): void {
    if (this.asking) return;
    this.cancel?.();
    this.cancel = undefined;
    this.pending = true;
    const slice = this.slice(most);
    let outcome: Outcome = 'done';
    if (this.led < this.lead) outcome = this.go(view, false, slice, this.lead - this.led);
    if (outcome === 'done') outcome = this.go(view, true, slice);
    if (outcome === 'done') outcome = this.go(view, false, slice);
    if (outcome === 'done') this.pending = false;
    else if (outcome === 'time')
      this.cancel = this.init.clock.schedule(() => {
        this.advance();
        this.init.progress();
      }, 0);
  }

  private slice(most: number): Slice {
    const { clock } = this.init;
    const slow = this.cheap !== undefined;
    const until = clock.now() + SLICE;
    let looked = 0;
    let next = slow ? 1 : FREE;
    return {
      room() {
        if (looked >= next) {
          if (clock.now() >= until) return 0;
          next = looked + (slow ? 1 : STRIDE);
        }
        return Math.min(slow ? looked + STRIDE : next, most) - looked;
      },
      spend: (lines) => void (looked += lines),
    };
  }

  private go(view: LogView<Raw>, forward: boolean, slice: Slice, most = Infinity): Outcome {
    let row = forward ? rowAfter(view, this.newest) : this.rowBefore(view);
    for (let left = most; left > 0 && row >= 0 && row < view.length;) {
      const room = Math.min(slice.room(), left);
      if (room <= 0) return 'time';
      const block = view.blockAt?.(row);
      const looked = block
        ? this.goPacked(view, block, row - block.base, room, forward)
        : this.goSingle(view, row, forward);
      if (looked === 0) {
        this.ask(view, row, forward);
        return 'asked';
      }
      slice.spend(looked);
      left -= looked;
      row += forward ? looked : -looked;
    }
    return 'done';
  }

  private goSingle(view: LogView<Raw>, row: number, forward: boolean): number {
    const item = view.at(row) as LogItem<Raw>;
    if (!this.init.look(item, view, row, forward)) return 0;
    this.looked(item.seq, item.seq, 1, forward);
    return 1;
  }

  /** Looks at packed lines from `index` on, as many as there is room for. */
  private goPacked(
    view: LogView<Raw>,
    block: LineBlock,
    index: number,
    room: number,
    forward: boolean,
  ): number {
    const { base, firstSeq, step, starts, text, apart } = block;
    const cheap = this.cheap?.() ?? STRIDE_CHARACTERS;
    let lines = Math.min(room, forward ? block.to - base - index : index + 1 + base - block.from);
    const first = (): number => (forward ? index : index - lines + 1);
    const size = (): number => (starts[first() + lines] ?? text.length) - (starts[first()] as number);
    // What stands apart may be of any length.
    const others = (): number => firstAtOrAfter(apart, first() + lines) - firstAtOrAfter(apart, first());
    const many = (): boolean => this.cheap !== undefined && others() > SLOW_STRIDE;
    while (lines > 1 && (size() > Math.min(cheap, STRIDE_CHARACTERS) || many())) lines >>= 1;
    const looked = this.init.lookPacked(block, first(), first() + lines, forward, view);
    const last = index + (forward ? looked - 1 : 1 - looked);
    if (looked > 0) this.looked(firstSeq + index * step, firstSeq + last * step, looked, forward);
    return looked;
  }

  private looked(first: number, last: number, lines: number, forward: boolean): void {
    if (forward) this.newest = last;
    if (!forward) this.oldest = last;
    else this.oldest ??= first;
    if (!forward) this.led += lines;
  }

  private rowBefore(view: LogView<Raw>): number {
    return (this.oldest === undefined ? rowAfter(view, this.newest) : view.rowAtOrAfter(this.oldest)) - 1;
  }

  private ask(view: LogView<Raw>, from: number, forward: boolean): void {
    const texts: string[] = [];
    let characters = 0;
    const add = (text: string): void => {
      texts.push(text);
      characters += text.length;
    };
    for (
      let row = from;
      row >= 0 && row < view.length && texts.length < ASKED_LINES && characters < ASKED_CHARACTERS;
      row += forward ? 1 : -1
    )
      overRows(
        view,
        row,
        row + 1,
        (block, index) => add(shownText(block, index)),
        (item) => item.kind === 'log' && add(stripAnsi(item.message)),
      );
    this.asking = true;
    const { run } = this;
    this.init.ask(texts, () => {
      if (run !== this.run) return;
      this.asking = false;
      this.advance();
      this.init.progress();
    });
  }
}
