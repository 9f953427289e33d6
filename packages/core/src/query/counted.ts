/**
 * A value that is counted from the lines of a source, such as a histogram. Each line is counted once when it arrives and once when it leaves;
 * of a long log most are counted in slices that do not block the thread.
 */
import type { BufferChange, LineBlock, LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';
import { checkViewSource } from '../lib/arguments.js';
import type { Clock } from '../lib/clock.js';
import { createEmitter } from '../lib/emitter.js';
import { overRows, seqAt } from './block-text.js';
import { LineScan, rowAfter } from './line-scan.js';
import type { ViewSource } from './view-source.js';

/** Lines counted at once whatever the time: more than the default buffer holds, so that its counts are never incomplete. */
const AT_ONCE = 16_384;
/** Milliseconds between two values while lines are counted: each is drawn. */
const PROGRESS_INTERVAL = 100;

/** What is counted, and how. */
export interface Count<Raw, Value> {
  /** Forgets everything counted. */
  reset(): void;
  /** Counts an item that arrived (`by` is 1) or left (−1). */
  single(item: LogItem<Raw>, by: 1 | -1): void;
  /** The same for packed lines, with indexes from `from` to before `to`. */
  packed(block: LineBlock, from: number, to: number, by: 1 | -1): void;
  /** Lines that left still count. */
  readonly keeps?: boolean;
  /** Called with each change, before it is counted. */
  heard?(change: BufferChange<Raw>): void;
  /** Called after lines were counted; `all`: no line is left to count. Returns whether all have to be counted again. */
  settle?(all: boolean): boolean;
  /** The value, as far as lines are counted. */
  read(): Value;
}

/** See the file's head. */
export interface Counted<Value> {
  /** Returns the same value until something changes. While the lines are counted anew, the value from before. */
  get(): Value;
  /** Some lines are not counted yet. */
  readonly pending: boolean;
  /** Lines are counted anew, and the value is the one from before. */
  readonly holding: boolean;
  subscribe(listener: () => void): () => void;
  /** Something besides the lines has changed. */
  changed(): void;
  dispose(): void;
}

/** See the file's head. */
export function createCounted<Raw, Value>(
  source: ViewSource<Raw>,
  clock: Clock,
  count: Count<Raw, Value>,
): Counted<Value> {
  checkViewSource(source);
  const events = createEmitter<{ change: () => void }>();
  const scan = new LineScan<Raw>({
    source,
    clock,
    visit(item) {
      count.single(item, 1);
      return true;
    },
    visitPacked(block, from, to) {
      count.packed(block, from, to, 1);
      return to - from;
    },
    ask: () => undefined,
    progress() {
      settle();
      if (!scan.pending || clock.now() - publishedAt >= PROGRESS_INTERVAL) changed();
    },
  });
  let publishedAt = 0;
  let cached: Value | undefined;
  let holding = false;
  const get = (): Value => (cached ??= count.read());

  function changed(): void {
    publishedAt = clock.now();
    if (!holding) cached = undefined;
    events.emit('change');
  }

  function recount(): void {
    count.reset();
    // From the first line on, because lines mostly come in the order of their times.
    scan.restart({ from: -Infinity, free: AT_ONCE });
  }

  function settle(): void {
    if (count.settle?.(!scan.pending)) hold();
    holding &&= scan.pending;
  }

  /** Counts anew. Meanwhile numbers that fall and grow again would only disturb. */
  function hold(): void {
    get();
    holding = true;
    recount();
  }

  /** The first lines of `held` left. */
  function evict(evicted: number, view: LogView<Raw>): void {
    const { oldest = Infinity, newest } = scan;
    if (!count.keeps)
      overRows(
        held,
        held.rowAtOrAfter(oldest),
        Math.min(evicted, rowAfter(held, newest)),
        (block, from, to) => count.packed(block, from, to, -1),
        (item) => count.single(item, -1),
      );
    // Where the next lines stand is only known from those held.
    if (view.length === 0) scan.stop();
    else scan.evict(seqAt(view, 0));
  }

  function update(change: BufferChange<Raw>, view: LogView<Raw>): void {
    count.heard?.(change);
    if (change.cleared) {
      holding = false;
      recount();
    } else if (change.replaced) hold();
    else {
      if (change.evicted > 0) evict(change.evicted, view);
      scan.advance(view);
    }
    held = view;
    settle();
    changed();
  }

  const undo = source.observe(update);
  // Only now, because a source may announce what is new before it is observed.
  let held = source.getSnapshot().view;
  recount();
  settle();

  return {
    get,
    get pending() {
      return scan.pending;
    },
    get holding() {
      return holding;
    },
    subscribe: (listener) => events.on('change', listener),
    changed,
    dispose() {
      scan.stop();
      undo();
      events.clear();
    },
  };
}
