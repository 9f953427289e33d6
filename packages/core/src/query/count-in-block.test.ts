import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripAnsi } from '../format/ansi.js';
import { packedView } from '../testing/packed-view.js';
import { countInBlock } from './count-in-block.js';
import { compileSearch } from './search-pattern.js';

/** Few letters, frequent and rare ones, so that many texts nearly match. */
const LETTERS = ['e', 'Q', 'q', ' ', 'ee', 'qe', 'é', 'É', '\n', '😀', 'ſ', 's'];
/** Colours, a cursor movement back, and one forward that leaves blanks. */
const CODES = ['\u001b[31m', '\u001b[0m', '\r', '\b', '\u001b[2C'];

const text = (parts: readonly string[], maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...parts), { maxLength }).map((chosen) => chosen.join(''));

const message = fc.oneof(text(LETTERS, 12), text([...LETTERS, ...CODES], 12));

describe('countInBlock', () => {
  it.each([{ caseSensitive: true }, {}, { wholeWord: true }, { caseSensitive: true, wholeWord: true }])(
    'counts in each line what a search of that line alone finds: %j',
    (options) => {
      fc.assert(
        fc.property(
          fc.array(message, { minLength: 1, maxLength: 12 }),
          text(LETTERS, 4).filter((term) => term !== ''),
          fc.nat(11),
          fc.nat(11),
          (messages, term, a, b) => {
            const items = messages.map((each, seq) => ({
              kind: 'log' as const,
              seq,
              level: 'info' as const,
              message: each,
              labels: {},
              raw: undefined,
            }));
            const block = packedView(items, [messages.length]).blockAt?.(0);
            if (!block) throw new Error('The lines are not packed.');
            const from = Math.min(a, b, messages.length - 1);
            const to = Math.min(messages.length, Math.max(a, b) + 1);
            const counts = new Uint32Array(to - from);
            const find = compileSearch(term, options);
            if (!find.plain) throw new Error('The term is an expression.');
            countInBlock(find.plain, block, from, to, counts);
            expect([...counts]).toEqual(messages.slice(from, to).map((each) => find(stripAnsi(each)).length));
          },
        ),
        { numRuns: 500 },
      );
    },
  );
});
