/** Finds a text, letter by letter, in a line and in many lines at once. */
import type { LineBlock } from '../buffer/log-view.js';
import { firstAtOrAfter } from '../lib/first-at-or-after.js';
import { endOf, shownText } from './block-text.js';

/**
 * Characters of logs, the most frequent first. Engines look for the first character of a text many bytes at a time, and fall out of
 * it wherever that character stands: so it is the rarest one that is looked for.
 */
const FREQUENT = ' etaoinsrlcdpumhg0123456789-.bf:yw/k_v,="[]T';

function rarity(character: string): number {
  const at = FREQUENT.indexOf(character);
  return at < 0 ? FREQUENT.length : at;
}

/** Characters before the rarest one; the first of equals. */
function rarestIn(term: string): number {
  let rarest = 0;
  for (let at = 1; at < term.length; at++)
    if (rarity(term.charAt(at)) > rarity(term.charAt(rarest))) rarest = at;
  return rarest;
}

/** See the file's head. */
export class Literal {
  private readonly lead: number;
  private readonly tail: string;

  constructor(readonly term: string) {
    this.lead = rarestIn(term);
    this.tail = term.slice(this.lead);
  }

  /** Where it stands in `text` at `from` or later; −1 where it does not. */
  indexIn(text: string, from: number): number {
    const { term, tail, lead } = this;
    let at = text.indexOf(tail, from + lead);
    while (at >= 0 && lead > 0 && !text.startsWith(term, at - lead)) at = text.indexOf(tail, at + 1);
    return at < 0 ? at : at - lead;
  }

  /** Adds the places in each of the lines `from` to before `to`, the first of them at `counts[0]`. */
  countIn(block: LineBlock, from: number, to: number, counts: Uint32Array): void {
    this.countInText(block, from, to, counts);
    const { apart } = block;
    for (let at = firstAtOrAfter(apart, from); at < apart.length; at++) {
      const index = apart[at] as number;
      if (index >= to) break;
      counts[index - from] = this.count(shownText(block, index));
    }
  }

  private countInText(block: LineBlock, from: number, to: number, counts: Uint32Array): void {
    const { term } = this;
    // It would be found across two lines, which none of them holds.
    if (term.includes('\n')) return;
    const { starts } = block;
    const before = starts[from] as number;
    const text = block.text.slice(before, endOf(block, to - 1));
    let index = from;
    for (let at = this.indexIn(text, 0); at >= 0; at = this.indexIn(text, at + term.length)) {
      while (index + 1 < to && (starts[index + 1] as number) <= before + at) index += 1;
      (counts[index - from] as number) += 1;
    }
  }

  private count(text: string): number {
    let count = 0;
    for (let at = this.indexIn(text, 0); at >= 0; at = this.indexIn(text, at + this.term.length)) count += 1;
    return count;
  }
}
