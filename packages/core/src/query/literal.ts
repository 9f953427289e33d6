/** Finds a text, letter by letter. */
import type { PlainTerm } from './count-in-block.js';

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
export class Literal implements PlainTerm {
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

  endIn(text: string, from: number): number {
    const at = this.indexIn(text, from);
    return at < 0 ? at : at + this.term.length;
  }

  mayBeIn(message: string): boolean {
    const rarest = this.tail.charAt(0);
    // A cursor that goes forward leaves blanks that nobody sent.
    return rarest === ' ' || message.includes(rarest);
  }
}
