/**
 * Visits each line of a source once: forward as lines arrive, and backward from where it began. It works in slices that do not block
 * the thread. If the result for a line has to come from a worker, it asks for that and continues once the answer is there.
 */
import type { LineBlock, LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';
import { stripAnsi } from '../format/strip-ansi.js';
import type { Clock } from '../lib/clock.js';
import { firstAtOrAfter } from '../lib/first-where.js';
import { SLICE } from '../lib/slice.js';
import { overRows, seqAt, shownText } from './block-text.js';
import type { ViewSource } from './view-source.js';

/** Lines visited before the clock is first read, and then between two readings: both take far less than a slice. */
const FREE = 4_096;
const STRIDE = 512;
/** The same for messages of unknown length, if a single line may take a millisecond. */
const SLOW_STRIDE = 4;
/** Lines visited at most before `restart` returns, because somebody who typed a letter is waiting for it. */
const FIRST = 16_384;
/** Characters of packed lines that are visited between two readings of the clock. */
const STRIDE_CHARACTERS = 1_000_000;
/** Limits of one question to the worker. */
const ASKED_LINES = 1_000;
const ASKED_CHARACTERS = 500_000;

export interface LineScanInit<Raw> {
  readonly source: ViewSource<Raw>;
  readonly clock: Clock;
  /** Visits the line in `row`. Returns false if the worker has to be asked about it first. */
  readonly visit: (item: LogItem<Raw>, view: LogView<Raw>, row: number, forward: boolean) => boolean;
  /**
   * Visits the packed lines with indexes `from` to before `to`; if not `forward`, in reverse order. Returns how many it visited: fewer
   * if the worker has to be asked about the next one first.
   */
  readonly visitPacked: (
    block: LineBlock,
    from: number,
    to: number,
    forward: boolean,
    view: LogView<Raw>,
  ) => number;
  /** Asks the worker about texts. Calls `done` when there are answers for at least the first of them. */
  readonly ask: (texts: readonly string[], done: () => void) => void;
  /** Called after each slice that ran by itself, and after each answer. */
  readonly progress: () => void;
}

export interface LineScanStart {
  /** The line to begin at: the scan goes forward from it, and then backward. Default: the newest. */
  readonly from?: number;
  /** Lines to visit backward before any is visited forward. Default 0. */
  readonly lead?: number;
  /** Set if a single line may take a millisecond: how many characters, in one line or several, take a few milliseconds at worst. */
  readonly cheap?: () => number;
  /** Lines to visit at most before `restart` returns. Default 16,384. */
  readonly first?: number | undefined;
  /** Lines that `restart` visits without reading the clock. Default 4,096. */
  readonly free?: number;
}

/** Why a slice ended: nothing is left to visit, its time is up, or the worker was asked. */
type Outcome = 'done' | 'time' | 'asked';

/** The row after the line `seq`. */
export function rowAfter(view: LogView, seq: number): number {
  const row = view.rowAtOrAfter(seq);
  return row < view.length && seqAt(view, row) === seq ? row + 1 : row;
}

/** A bounded amount of work. */
interface Slice {
  /** How many lines may be visited before the next call; 0 when the slice has ended. */
  room(): number;
  spend(lines: number): void;
}

/** See the file's head. */
export class LineScan<Raw> {
  /** Lines after this one have not been visited. */
  newest = -Infinity;
  /** Lines before this one have not been visited; undefined until one was. */
  oldest: number | undefined;
  /** Some lines have not been visited yet. */
  pending = false;
  /** See {@link LineScanStart.lead}. */
  private lead = 0;
  /** How many lines were visited backward. */
  private led = 0;
  private cheap: (() => number) | undefined;
  private asking = false;
  /** Increases with every stop, so that answers to an earlier run are ignored. */
  private run = 0;
  private cancel: (() => void) | undefined;

  constructor(private readonly init: LineScanInit<Raw>) {}

  /** Starts over, and visits the first lines before it returns. */
  restart({ from = Infinity, lead = 0, cheap, first = FIRST, free }: LineScanStart = {}): void {
    this.stop();
    const { view } = this.init.source.getSnapshot();
    this.newest = Math.min(from - 0.5, view.at(view.length - 1)?.seq ?? -Infinity);
    this.lead = lead;
    this.cheap = cheap;
    this.advance(view, first, free);
  }

  /** Stops, and forgets which lines were visited. */
  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.run += 1;
    this.asking = false;
    this.pending = false;
    this.oldest = undefined;
    this.newest = -Infinity;
    this.led = 0;
  }

  /** The lines before `first` were evicted, so they are not visited any more. */
  evict(first: number): void {
    // Just before `first`, so that lines loaded from the history later are visited backward and not forward.
    if (this.newest < first) this.newest = first - 0.5;
    if (this.oldest !== undefined && this.oldest < first) this.oldest = first;
  }

  /** Visits what has not been visited, for one slice or at most `most` lines; the rest follows by itself. */
  advance(view: LogView<Raw> = this.init.source.getSnapshot().view, most = Infinity, free = FREE): void {
    if (this.asking) return;
    this.cancel?.();
    this.cancel = undefined;
    this.pending = true;
    const slice = this.slice(most, free);
    let outcome: Outcome = 'done';
    if (this.led < this.lead) outcome = this.walk(view, false, slice, this.lead - this.led);
    if (outcome === 'done') outcome = this.walk(view, true, slice);
    if (outcome === 'done') outcome = this.walk(view, false, slice);
    if (outcome === 'done') this.pending = false;
    else if (outcome === 'time')
      this.cancel = this.init.clock.schedule(() => {
        this.advance();
        this.init.progress();
      }, 0);
  }

  private slice(most: number, free: number): Slice {
    const { clock } = this.init;
    const slow = this.cheap !== undefined;
    const until = clock.now() + SLICE;
    let visited = 0;
    let next = slow ? 1 : free;
    return {
      room() {
        if (visited >= next) {
          if (clock.now() >= until) return 0;
          next = visited + (slow ? 1 : STRIDE);
        }
        return Math.min(slow ? visited + STRIDE : next, most) - visited;
      },
      spend: (lines) => void (visited += lines),
    };
  }

  /** Visits up to `most` lines in one direction. */
  private walk(view: LogView<Raw>, forward: boolean, slice: Slice, most = Infinity): Outcome {
    let row = forward ? rowAfter(view, this.newest) : this.rowBefore(view);
    for (let left = most; left > 0 && row >= 0 && row < view.length;) {
      const room = Math.min(slice.room(), left);
      if (room <= 0) return 'time';
      const block = view.blockAt?.(row);
      const visited = block
        ? this.visitPacked(view, block, row - block.base, room, forward)
        : this.visitSingle(view, row, forward);
      if (visited === 0) {
        this.ask(view, row, forward);
        return 'asked';
      }
      slice.spend(visited);
      left -= visited;
      row += forward ? visited : -visited;
    }
    return 'done';
  }

  /** Returns how many lines it visited: 1, or 0 if the worker has to be asked. */
  private visitSingle(view: LogView<Raw>, row: number, forward: boolean): number {
    const item = view.at(row) as LogItem<Raw>;
    if (!this.init.visit(item, view, row, forward)) return 0;
    this.advanceTo(item.seq, item.seq, 1, forward);
    return 1;
  }

  /** Visits packed lines from `index` on, as many as there is room for. Returns how many. */
  private visitPacked(
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
    // Messages apart from the text may have any length, so they are limited by number.
    const others = (): number => firstAtOrAfter(apart, first() + lines) - firstAtOrAfter(apart, first());
    const tooMany = (): boolean => this.cheap !== undefined && others() > SLOW_STRIDE;
    while (lines > 1 && (size() > Math.min(cheap, STRIDE_CHARACTERS) || tooMany())) lines >>= 1;
    const visited = this.init.visitPacked(block, first(), first() + lines, forward, view);
    const last = index + (forward ? visited - 1 : 1 - visited);
    if (visited > 0) this.advanceTo(firstSeq + index * step, firstSeq + last * step, visited, forward);
    return visited;
  }

  /** `lines` lines were visited, from the line `first` to the line `last`. */
  private advanceTo(first: number, last: number, lines: number, forward: boolean): void {
    if (forward) {
      this.newest = last;
      this.oldest ??= first;
    } else {
      this.oldest = last;
      this.led += lines;
    }
  }

  private rowBefore(view: LogView<Raw>): number {
    return (this.oldest === undefined ? rowAfter(view, this.newest) : view.rowAtOrAfter(this.oldest)) - 1;
  }

  /** Asks the worker about the line in row `from` and some of those that will be visited next. */
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
