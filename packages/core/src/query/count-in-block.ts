/** Counts the places of a text in many lines at once. */
import type { LineBlock } from '../buffer/log-view.js';
import { stripAnsi } from '../format/ansi.js';
import { firstAtOrAfter } from '../lib/first-at-or-after.js';
import { endOf } from './block-text.js';

/** A text that is looked for as it is, in some way: it has no place that is larger than a line because the lines around it are there. */
export interface PlainTerm {
  /** As it was typed. */
  readonly term: string;
  /** Where the first place that begins at `from` or later ends; −1 without one. */
  endIn(text: string, from: number): number;
  /** Whether it may be in what a message with terminal codes shows. To read those costs far more than a look. */
  mayBeIn(message: string): boolean;
}

/** Sets how many places each of the lines `from` to before `to` holds, the first of them at `counts[0]`, where all are 0 before. */
export function countInBlock(
  plain: PlainTerm,
  block: LineBlock,
  from: number,
  to: number,
  counts: Uint32Array,
): void {
  countInText(plain, block, from, to, counts);
  const { apart } = block;
  for (let at = firstAtOrAfter(apart, from); at < apart.length; at++) {
    const index = apart[at] as number;
    if (index >= to) break;
    const message = block.message(index);
    if (plain.mayBeIn(message)) counts[index - from] = count(plain, stripAnsi(message));
  }
}

function countInText(
  plain: PlainTerm,
  block: LineBlock,
  from: number,
  to: number,
  counts: Uint32Array,
): void {
  // It would be found across two lines, which none of them holds.
  if (plain.term.includes('\n')) return;
  const { starts } = block;
  const before = starts[from] as number;
  const text = block.text.slice(before, endOf(block, to - 1));
  let index = from;
  for (let end = plain.endIn(text, 0); end >= 0; end = plain.endIn(text, end)) {
    while (index + 1 < to && (starts[index + 1] as number) < before + end) index += 1;
    (counts[index - from] as number) += 1;
  }
}

function count(plain: PlainTerm, text: string): number {
  let places = 0;
  for (let end = plain.endIn(text, 0); end >= 0; end = plain.endIn(text, end)) places += 1;
  return places;
}
