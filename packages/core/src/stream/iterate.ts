/**
 * A stream as an async iterator. It keeps a position in the buffer instead of a queue: a slow loop costs no memory, and lines
 * that are evicted before the loop reaches them appear as a gap. Only lines for a gap that it has passed wait for it.
 */
import type { LogView } from '../buffer/log-view.js';
import type { LogEntry, LogGap, LogItem, LogStreamStatus } from '../entry.js';
import type { LogStreamError } from '../errors.js';

/** Items taken from the buffer at once. */
const BATCH = 1_024;

/** What the iterator needs of its stream. */
export interface Iterable<Raw> {
  view(): LogView<Raw>;
  /** Sequence number of the next line. */
  nextSeq(): number;
  status(): Exclude<LogStreamStatus, 'paused'>;
  error(): LogStreamError | undefined;
  /** The stream was disposed, or its signal has fired: the loop must not go on with what is held. */
  isGone(): boolean;
  /** Whether a gap may still be filled; the iterator waits until that is decided. */
  isTrying(gap: number): boolean;
  connect(): void;
  disconnect(): void;
  /** Called after every change of items or status. Returns its undo. */
  onChange(listener: () => void): () => void;
  /** Called with lines that were placed in a gap. Returns its undo. */
  onPlaced(listener: (entries: readonly LogEntry<Raw>[]) => void): () => void;
}

export function iterate<Raw>(stream: Iterable<Raw>): AsyncIterator<LogItem<Raw>> {
  let batch: readonly LogItem<Raw>[] = [];
  let at = 0;
  /** The batch has lines for a gap that was passed. */
  let late = false;
  /** Everything before this sequence number was taken, or had left the buffer before the loop began. */
  let expected = stream.view().at(0)?.seq ?? stream.nextSeq();
  let done = false;
  let wake: (() => void) | undefined;
  /** What everybody waits for who has asked for an item. */
  let change: Promise<void> | undefined;
  const begun = expected;
  const undos = [
    stream.onChange(() => wake?.()),
    // If the loop has passed their place, they come late, and what it has not come to yet is read again after them.
    stream.onPlaced((entries) => {
      if (!late) expected = batch[at]?.seq ?? expected;
      const passed = entries.filter(({ seq }) => seq >= begun && seq < expected);
      batch = late ? [...batch.slice(at), ...passed] : passed;
      at = 0;
      late = true;
    }),
  ];

  function take(): 'some' | 'none' | 'wait' {
    const view = stream.view();
    const row = view.rowAtOrAfter(expected);
    const rows = view.slice(row, row + BATCH);
    const open = rows.findIndex((item) => item.kind === 'gap' && stream.isTrying(item.seq));
    batch = open < 0 ? rows : rows.slice(0, open);
    at = 0;
    late = false;
    const first = rows[0];
    if (first === undefined) return 'none';
    // If the first row is not the expected one, lines in between were evicted.
    if (row === 0 && first.seq > expected) batch = [wentBy(expected, first.seq), ...batch];
    else if (open === 0) return 'wait';
    expected = view.at(row + (open < 0 ? rows.length : open))?.seq ?? stream.nextSeq();
    return 'some';
  }

  function finish(): IteratorResult<LogItem<Raw>> {
    done = true;
    for (const undo of undos) undo();
    return { done: true, value: undefined };
  }

  async function next(): Promise<IteratorResult<LogItem<Raw>>> {
    for (;;) {
      if (done || stream.isGone()) return finish();
      const item = batch[at];
      if (item !== undefined) {
        at += 1;
        return { done: false, value: item };
      }
      const taken = take();
      if (taken === 'some') continue;
      const status = taken === 'wait' ? undefined : stream.status();
      if (status === 'complete' || status === 'closed') return finish();
      if (status === 'failed') {
        finish();
        throw stream.error() as LogStreamError; // a stream fails for a reason
      }
      await (change ??= new Promise<void>((resolve) => {
        wake = () => {
          change = undefined;
          resolve();
        };
      }));
    }
  }

  const status = stream.status();
  if (status === 'idle' || status === 'closed') stream.connect();

  return {
    next,
    return() {
      if (!done) {
        finish();
        stream.disconnect();
      }
      wake?.();
      return Promise.resolve({ done: true as const, value: undefined });
    },
  };
}

/** The gap for the rows from `from` to before `to` that left the buffer. Counts whole numbers, because lines that filled a gap have fractional ones. */
function wentBy(from: number, to: number): LogGap {
  const missing = Math.floor(to) - Math.floor(from);
  return { kind: 'gap', seq: from, reason: 'overflow', ...(missing > 0 ? { missing } : {}) };
}
