import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripAnsi } from '../format/strip-ansi.js';
import { packedView } from '../testing/packed-view.js';
import { isInText } from './block-text.js';
import { countByLine, countInBlock } from './count-in-block.js';
import { compileSearch, type SearchOptions } from './search-pattern.js';

/** Few letters, frequent and rare ones, so that many texts nearly match. */
const LETTERS = ['e', 'Q', 'q', ' ', 'ee', 'qe', 'é', 'É', '\n', '😀', 'ſ', 's'];
/** Colours, a cursor movement back, and one forward that leaves blanks. */
const CODES = ['\u001b[31m', '\u001b[0m', '\r', '\b', '\u001b[2C'];
/** Parts of expressions, some of which match a line feed, or see whether one follows. */
const PARTS = [
  ...[
    'e',
    'q',
    's',
    ' ',
    '.',
    '^',
    '$',
    '\\b',
    '\\B',
    '\\s',
    '\\S',
    '\\w',
    '\\W',
    '\\D',
    '\\n',
    '[^e]',
    '[eq]',
  ],
  ...[
    'e*',
    'q?',
    '.*',
    '.+?',
    's{0,2}',
    '(?:q|e|)',
    '(e)\\1',
    '(?=.*q)',
    '(?!q)',
    '(?<=e.*)',
    '(?-m:^)',
    '|',
  ],
];

const text = (parts: readonly string[], maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...parts), { maxLength }).map((chosen) => chosen.join(''));

const message = fc.oneof(text(LETTERS, 12), text([...LETTERS, ...CODES], 12));

/** Compares with a search of each line alone. */
function check(
  messages: readonly string[],
  term: string,
  options: SearchOptions,
  a: number,
  b: number,
): void {
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
  const find = compileSearch(term, options);
  const counts = new Uint32Array(to - from);
  if (find.batch) countInBlock(find.batch, block, from, to, counts);
  else {
    fc.pre(find.pattern !== undefined && find.inMany === true);
    countByLine(find.pattern, block, from, to, counts, (line) => find(line).length);
  }
  const wanted = messages
    .slice(from, to)
    .map((each, at) => (find.batch || isInText(block, from + at) ? find(stripAnsi(each)).length : 0));
  expect([...counts]).toEqual(wanted);
}

const lines = fc.array(message, { minLength: 1, maxLength: 12 });
const row = fc.nat(11);

describe('many lines at once', () => {
  it.each<SearchOptions>([
    { caseSensitive: true },
    {},
    { wholeWord: true },
    { caseSensitive: true, wholeWord: true },
  ])('have in each line what a search of that line alone finds: %j', (options) => {
    const term = text(LETTERS, 4).filter((typed) => typed !== '');
    fc.assert(
      fc.property(lines, term, row, row, (messages, typed, a, b) => check(messages, typed, options, a, b)),
      { numRuns: 500 },
    );
  });

  it.each<SearchOptions>([
    { regex: true },
    { regex: true, caseSensitive: true },
    { regex: true, wholeWord: true },
  ])('the same of an expression: %j', (options) => {
    fc.assert(
      fc.property(lines, text(PARTS, 4), row, row, (messages, typed, a, b) =>
        check(messages, typed, options, a, b),
      ),
      { numRuns: 1_000 },
    );
  });
});
