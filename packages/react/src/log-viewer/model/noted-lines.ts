/**
 * Records which arriving lines may change the style of the lines after them. Each line is checked once, on arrival: in a flood
 * thousands arrive and leave between two frames, and most of them are plain.
 */
import type { LogItem, LogView } from '@tailrace/core';
import { firstAtOrAfter } from '../../lib/first-where.js';
import { endsPlain, mayStyle, styledLines, type StyledLine } from './styled-lines.js';

/** How many of the lines that are held at first are checked at most, and steps back in which the first of them is looked for. */
const MOST_LINES = 10_000;
const STEP = 500;

/** See the file's head. */
export class NotedLines {
  private seqs: number[] = [];
  /** The few of these that may leave a style behind. */
  private open: number[] = [];
  /** Lines from this one on have been checked. */
  private since = Infinity;

  /** Checks lines that were appended. */
  note(items: readonly LogItem[]): void {
    for (const item of items) {
      if (item.seq < this.since) this.since = item.seq;
      if (item.kind !== 'log' || !mayStyle(item.message)) continue;
      this.seqs.push(item.seq);
      if (!endsPlain(item.message)) this.open.push(item.seq);
    }
  }

  /**
   * If no line was checked yet, checks the newest of those held that are not packed. Packed ones know which of them hold a sequence; among others
   * every source on screen would look for its own.
   */
  begin(view: LogView): void {
    if (this.since !== Infinity) return;
    let from = view.length;
    while (from > Math.max(0, view.length - MOST_LINES) && !view.blockAt?.(from - 1)) from -= STEP;
    this.note(view.slice(Math.max(0, from)));
  }

  /** Lines before this one are no longer held. */
  dropBefore(seq: number): void {
    for (const seqs of [this.seqs, this.open]) {
      const gone = firstAtOrAfter(seqs, seq);
      if (gone > 0) seqs.splice(0, gone);
    }
  }

  /** Whether it is known that none of the rows before `to` leaves a style behind. */
  leaveNone(view: LogView, to: number): boolean {
    const first = view.at(0)?.seq;
    if (first === undefined || to <= 0) return true;
    if (first < this.since) return false;
    const open = this.open[firstAtOrAfter(this.open, first)];
    return open === undefined || open >= (view.at(to)?.seq ?? Infinity);
  }

  /** Forgets everything. */
  forget(): void {
    this.seqs = [];
    this.open = [];
    this.since = Infinity;
  }

  /** The first of the rows `from` to `to` from which on all were checked. */
  known(view: LogView, from: number, to: number): number {
    return Math.max(from, Math.min(to, view.rowAtOrAfter(this.since)));
  }

  /** {@link styledLines}, of which those that were noted are found without looking at the others. */
  *in(
    view: LogView,
    from: number,
    to: number,
    of: (labels: StyledLine['labels']) => boolean,
  ): Generator<StyledLine> {
    const { seqs } = this;
    const known = this.known(view, from, to);
    if (known < to) {
      const first = firstAtOrAfter(seqs, view.at(known)?.seq ?? 0);
      const end = firstAtOrAfter(seqs, view.at(to)?.seq ?? Infinity);
      for (let at = end - 1; at >= first; at -= 1) {
        const item = view.at(view.rowOf(seqs[at] as number));
        if (item?.kind === 'log' && of(item.labels)) yield item;
      }
    }
    yield* styledLines(view, from, known, of);
  }
}
