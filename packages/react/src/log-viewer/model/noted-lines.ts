/**
 * Which of the lines that arrived may change how the text after them looks. Each is looked at once, when it comes: in a flood
 * thousands come and go between two drawings, and most of them are plain.
 */
import type { LogItem, LogView } from '@tailrace/core';
import { mayStyle, styledLines, type StyledLine } from './styled-lines.js';

/** Index of the first of the sorted numbers that is not below `seq`. */
export function firstFrom(seqs: readonly number[], seq: number): number {
  let low = 0;
  let high = seqs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seqs[middle] as number) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** See the file's head. */
export class NotedLines {
  private seqs: number[] = [];
  /** Of lines from this one on it is known. */
  private since = Number.POSITIVE_INFINITY;

  /** These came at the end. */
  note(items: readonly LogItem[]): void {
    for (const item of items) {
      if (item.seq < this.since) this.since = item.seq;
      if (item.kind === 'log' && mayStyle(item.message)) this.seqs.push(item.seq);
    }
  }

  /** Those before this one are held no more. */
  dropBefore(seq: number): void {
    const gone = firstFrom(this.seqs, seq);
    if (gone > 0) this.seqs.splice(0, gone);
  }

  /** Nothing is known any more. */
  forget(): void {
    this.seqs = [];
    this.since = Number.POSITIVE_INFINITY;
  }

  /** {@link styledLines}, of which those that were noted are found without looking at the others. */
  *in(
    view: LogView,
    from: number,
    to: number,
    of: (labels: StyledLine['labels']) => boolean,
  ): Generator<StyledLine> {
    const { seqs } = this;
    const known = Math.max(from, Math.min(to, view.rowAtOrAfter(this.since)));
    if (known < to) {
      const first = firstFrom(seqs, view.at(known)?.seq ?? 0);
      const end = firstFrom(seqs, view.at(to)?.seq ?? Number.POSITIVE_INFINITY);
      for (let at = end - 1; at >= first; at -= 1) {
        const item = view.at(view.rowOf(seqs[at] as number));
        if (item?.kind === 'log' && of(item.labels)) yield item;
      }
    }
    yield* styledLines(view, from, known, of);
  }
}
