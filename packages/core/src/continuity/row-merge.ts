/**
 * Merges rows of REST with the live lines that wait meanwhile: says what of both is to be stored, in which order. What waits goes in by
 * itself, once REST was read; only what waits before the first row that both have is put before that row, because the server has
 * forgotten it since, or has not shown it yet.
 */
import type { DecodedLine } from '../entry.js';
import type { HeldQueue } from './held-queue.js';

/** Rows to be stored, and then what waits before `next`, the row after them. */
export interface MergeStep<Raw> {
  readonly rows: readonly DecodedLine<Raw>[];
  readonly waiting: readonly DecodedLine<Raw>[];
  readonly next?: DecodedLine<Raw> | undefined;
}

/** See the file's head. For one read of REST. */
export interface RowMerge<Raw> {
  readonly queue: HeldQueue<Raw>;
  /** REST has come so far into what waits that no late line is left between them. */
  readonly passed: boolean;
  /** The next rows. */
  steps(rows: readonly DecodedLine<Raw>[]): readonly MergeStep<Raw>[];
}

/**
 * @param begins Nothing was delivered when lines began to wait.
 * @param overlapWindow Milliseconds that a line may come late.
 */
export function createRowMerge<Raw>(
  queue: HeldQueue<Raw>,
  begins: boolean,
  overlapWindow: number,
): RowMerge<Raw> {
  /** REST came to what waits. Rows after this time have nothing that the queue has not. */
  let enough: number | undefined;
  let passed = false;
  /** What waits before the first row that both have, as far as it has no place yet. */
  let waiting: readonly DecodedLine<Raw>[] = [];

  return {
    queue,
    get passed() {
      return passed;
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
        // What a stream begins with is all it was asked for: what went before the first of it is older.
        if (begins || !meeting.inside) queue.reached();
        enough = (queue.head?.time ?? Number.NEGATIVE_INFINITY) + overlapWindow;
        waiting = meeting.skipped;
        stepTo(meeting.at);
        // Those of the same tick come at its end, unless the server brings them.
        waiting = waiting.filter(({ time }) => time === rows[from]?.time);
      }
      const tick = waiting.at(-1)?.time;
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
