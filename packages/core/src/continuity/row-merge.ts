/**
 * Merges REST rows with the live lines that wait in the meantime, and decides what to store in which order. The waiting lines are usually
 * stored after REST was read. Only those before the first row that both have are inserted before that row, because the server has
 * already forgotten them, or does not list them yet.
 */
import type { DecodedLine } from '../entry.js';
import type { HeldItem, HeldQueue } from './held-queue.js';

/** Rows to store, followed by what waits that precedes `next`, the row after them. */
export interface MergeStep<Raw> {
  readonly rows: readonly DecodedLine<Raw>[];
  readonly waiting: readonly HeldItem<Raw>[];
  readonly next?: DecodedLine<Raw> | undefined;
}

/** See the file's head. One merge per read of REST. */
export interface RowMerge<Raw> {
  readonly queue: HeldQueue<Raw>;
  /** REST has read so far past the first waiting line that no late line can be missing between them. */
  readonly passed: boolean;
  /** Waiting lines whose place is after the rows of their tick, which have not all come yet. */
  readonly waiting: readonly HeldItem<Raw>[];
  /** Takes the next rows. */
  steps(rows: readonly DecodedLine<Raw>[]): readonly MergeStep<Raw>[];
}

/**
 * @param begins The stream begins with the newest lines: nothing had been delivered when lines began to wait, and the log was not known to be empty.
 * @param overlapWindow Milliseconds by which a line may arrive late.
 */
export function createRowMerge<Raw>(
  queue: HeldQueue<Raw>,
  begins: boolean,
  overlapWindow: number,
): RowMerge<Raw> {
  /** Set once REST has reached the queue: rows after this time add nothing to what the queue has. */
  let enough: number | undefined;
  let passed = false;
  let waiting: readonly HeldItem<Raw>[] = [];

  return {
    queue,
    get passed() {
      return passed;
    },
    get waiting() {
      return waiting;
    },
    steps(rows) {
      const steps: MergeStep<Raw>[] = [];
      let from = 0;
      const stepTo = (at: number): void => {
        steps.push({ rows: rows.slice(from, at), waiting, next: rows[at] });
        from = at;
      };
      queue.pass(rows);
      const meeting = enough === undefined ? queue.meet(rows) : undefined;
      if (meeting) {
        // A fresh start wants only the newest lines, so lines dropped before them are simply older.
        if (begins || !meeting.inside) queue.reached();
        enough = (queue.head?.time ?? -Infinity) + overlapWindow;
        waiting = meeting.skipped;
        stepTo(meeting.at);
        // Lines with the same timestamp as the row are placed after the rows with that timestamp, unless the server sends them.
        waiting = waiting.filter((item) => typeof item === 'object' && item.time === rows[from]?.time);
      }
      const last = waiting.at(-1);
      const tick = typeof last === 'object' ? last.time : undefined;
      const later = tick === undefined ? -1 : rows.findIndex(({ time }) => time !== undefined && time > tick);
      if (later >= from) {
        stepTo(later);
        waiting = [];
      }
      stepTo(rows.length);
      const { time } = rows.at(-1) ?? {};
      passed = enough !== undefined && (time === undefined || time >= enough);
      return steps;
    },
  };
}
