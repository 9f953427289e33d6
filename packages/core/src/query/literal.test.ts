import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Literal } from './literal.js';

/** Few letters, frequent and rare ones, so that many texts nearly match. */
const text = fc
  .array(fc.constantFrom('e', 'q', ' ', 'ee', 'qe', 'é', '\n', '😀'), { maxLength: 12 })
  .map((parts) => parts.join(''));

function places(message: string, term: string): number[] {
  const found: number[] = [];
  for (let at = message.indexOf(term); at >= 0; at = message.indexOf(term, at + term.length)) found.push(at);
  return found;
}

describe('Literal', () => {
  it('finds every occurrence without overlaps, whichever character is scanned for', () => {
    fc.assert(
      fc.property(
        text,
        text.filter((term) => term !== ''),
        (message, term) => {
          const literal = new Literal(term);
          const found: number[] = [];
          for (let at = literal.indexIn(message, 0); at >= 0; at = literal.indexIn(message, at + term.length))
            found.push(at);
          expect(found).toEqual(places(message, term));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
