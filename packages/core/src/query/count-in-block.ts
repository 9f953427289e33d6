/** Counts the matches of a term in many packed lines at once. */
import type { LineBlock } from '../buffer/log-view.js';
import { stripAnsi } from '../format/ansi.js';
import { firstAtOrAfter } from '../lib/first-where.js';
import { endOf } from './block-text.js';

/**
 * A term that is no regular expression. Its matches in a line do not depend on the lines around it, so many lines can be searched
 * as one text.
 */
export interface PlainTerm {
  /** As it was typed. */
  readonly term: string;
  /** End of the first match that starts at or after `from`; −1 if there is none. */
  endIn(text: string, from: number): number;
  /** Whether the term may occur in what a message with terminal codes shows: a cheap check, because stripping the codes costs far more. */
  mayBeIn(message: string): boolean;
}

/** Counts the matches in the lines from `from` to before `to`, into `counts[0]` and following, which must be 0 before. */
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
  // It would match across two lines of the joined text; a message with a line feed is never part of that text.
  if (plain.term.includes('\n')) return;
  const { starts } = block;
  const offset = starts[from] as number;
  const text = block.text.slice(offset, endOf(block, to - 1));
  let index = from;
  for (let end = plain.endIn(text, 0); end >= 0; end = plain.endIn(text, end)) {
    while (index + 1 < to && (starts[index + 1] as number) < offset + end) index += 1;
    (counts[index - from] as number) += 1;
  }
}

function count(plain: PlainTerm, text: string): number {
  let matches = 0;
  for (let end = plain.endIn(text, 0); end >= 0; end = plain.endIn(text, end)) matches += 1;
  return matches;
}
