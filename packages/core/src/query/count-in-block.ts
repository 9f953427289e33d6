/** Counts matches in many packed lines at once, which is several times as fast as one by one. */
import type { LineBlock } from '../buffer/log-view.js';
import { stripAnsi } from '../format/strip-ansi.js';
import { firstAtOrAfter } from '../lib/first-where.js';
import { endOf } from './block-text.js';

/** A term whose matches in a line do not depend on the lines around it, so many lines can be searched as one text. */
export interface BatchTerm {
  /** As it was typed. */
  readonly term: string;
  /** End of the first match that starts at or after `from`; −1 if there is none. */
  endIn(text: string, from: number): number;
  /** Whether the term may occur in what a message with terminal codes shows: a cheap check, because stripping the codes costs far more. */
  mayBeIn(message: string): boolean;
}

/** Counts the matches in the lines from `from` to before `to`, into `counts[0]` and following, which must be 0 before. */
export function countInBlock(
  batch: BatchTerm,
  block: LineBlock,
  from: number,
  to: number,
  counts: Uint32Array,
): void {
  countInText(batch, block, from, to, counts);
  const { apart } = block;
  for (let at = firstAtOrAfter(apart, from); at < apart.length; at++) {
    const index = apart[at] as number;
    if (index >= to) break;
    const message = block.message(index);
    if (batch.mayBeIn(message)) counts[index - from] = count(batch, stripAnsi(message));
  }
}

function countInText(
  batch: BatchTerm,
  block: LineBlock,
  from: number,
  to: number,
  counts: Uint32Array,
): void {
  // It would match across two lines of the joined text; a message with a line feed is never part of that text.
  if (batch.term.includes('\n')) return;
  const { starts } = block;
  const offset = starts[from] as number;
  const text = block.text.slice(offset, endOf(block, to - 1));
  let index = from;
  for (let end = batch.endIn(text, 0); end >= 0; end = batch.endIn(text, end)) {
    while (index + 1 < to && (starts[index + 1] as number) < offset + end) index += 1;
    (counts[index - from] as number) += 1;
  }
}

function count(batch: BatchTerm, text: string): number {
  let matches = 0;
  for (let end = batch.endIn(text, 0); end >= 0; end = batch.endIn(text, end)) matches += 1;
  return matches;
}

/**
 * The same for a regular expression that shows in a text of many lines which of them have matches. Its matches there may reach into the next
 * line, so `countIn` counts those of the line alone; it may use `pattern`. Messages that are not in the text of the block are left out.
 */
export function countByLine(
  pattern: RegExp,
  block: LineBlock,
  from: number,
  to: number,
  counts: Uint32Array,
  countIn: (text: string) => number,
): void {
  const { starts } = block;
  const offset = starts[from] as number;
  const text = block.text.slice(offset, endOf(block, to - 1));
  let index = from;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    while (index + 1 < to && (starts[index + 1] as number) <= offset + match.index) index += 1;
    counts[index - from] = countIn(block.text.slice(starts[index], endOf(block, index)));
    if (index + 1 === to) return;
    pattern.lastIndex = (starts[index + 1] as number) - offset;
  }
}
