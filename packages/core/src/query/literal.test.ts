import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedView } from '../testing/packed-view.js';
import { Literal } from './literal.js';

/** Few letters, frequent and rare ones, so that a term has many neighbours that begin or end like it. */
const text = fc
  .array(fc.constantFrom('e', 'q', ' ', 'ee', 'qe', 'é', '\n', '😀'), { maxLength: 12 })
  .map((parts) => parts.join(''));

function places(message: string, term: string): number[] {
  const found: number[] = [];
  for (let at = message.indexOf(term); at >= 0; at = message.indexOf(term, at + term.length)) found.push(at);
  return found;
}

describe('a text that is looked for letter by letter', () => {
  it('is found where it stands, without overlaps, whichever of its letters is looked for first', () => {
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

  it('is counted line by line in any part of a block', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 12 }),
        text.filter((term) => term !== ''),
        fc.nat(11),
        fc.nat(11),
        (messages, term, a, b) => {
          const items = messages.map((message, seq) => ({
            kind: 'log' as const,
            seq,
            level: 'info' as const,
            message,
            labels: {},
            raw: undefined,
          }));
          const block = packedView(items, [messages.length]).blockAt?.(0);
          if (!block) throw new Error('The lines are not packed.');
          const from = Math.min(a, b, messages.length - 1);
          const to = Math.min(messages.length, Math.max(a, b) + 1);
          const counts = new Uint32Array(to - from);
          new Literal(term).countIn(block, from, to, counts);
          expect([...counts]).toEqual(
            messages.slice(from, to).map((message) => places(message, term).length),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
