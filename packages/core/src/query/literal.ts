/** Finds a case-sensitive text. */
import type { BatchTerm } from './count-in-block.js';

/**
 * The characters of logs, most frequent first. `indexOf` scans for the first character of a string many bytes at a time, but stops at each
 * occurrence of it, so we let it scan for the rarest character of the term.
 */
const FREQUENT = ' etaoinsrlcdpumhg0123456789-.bf:yw/k_v,="[]T';

function rarity(character: string): number {
  const at = FREQUENT.indexOf(character);
  return at < 0 ? FREQUENT.length : at;
}

/** Index of the rarest character; of several equally rare ones, the first. */
function rarestIn(term: string): number {
  let rarest = 0;
  for (let at = 1; at < term.length; at++)
    if (rarity(term.charAt(at)) > rarity(term.charAt(rarest))) rarest = at;
  return rarest;
}

/** See the file's head. */
export class Literal implements BatchTerm {
  /** Number of characters before the rarest one. */
  private readonly lead: number;
  /** The term from its rarest character on. */
  private readonly tail: string;

  constructor(readonly term: string) {
    this.lead = rarestIn(term);
    this.tail = term.slice(this.lead);
  }

  /** Index of the first occurrence in `text` at or after `from`; −1 if there is none. */
  indexIn(text: string, from: number): number {
    const { term, tail, lead } = this;
    let at = text.indexOf(tail, from + lead);
    while (at >= 0 && lead > 0 && !text.startsWith(term, at - lead)) at = text.indexOf(tail, at + 1);
    return at < 0 ? at : at - lead;
  }

  endIn(text: string, from: number): number {
    const at = this.indexIn(text, from);
    return at < 0 ? at : at + this.term.length;
  }

  mayBeIn(message: string): boolean {
    const rarest = this.tail.charAt(0);
    // Moving the cursor forward leaves blanks that are not in the message.
    return rarest === ' ' || message.includes(rarest);
  }
}
