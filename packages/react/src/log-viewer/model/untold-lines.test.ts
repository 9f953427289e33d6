import { expect, it } from 'vitest';
import { NONE_UNTOLD, nextBeat, type UntoldLines } from './untold-lines.js';

/** What is announced in beats with so many new lines and errors. */
function announced(beats: readonly (readonly [lines: number, errors?: number])[]): readonly string[] {
  let untold: UntoldLines = NONE_UNTOLD;
  return beats.map(([lines, errors = 0]) => {
    untold = { ...untold, lines: untold.lines + lines, errors: untold.errors + errors };
    const told = `${untold.lines}/${untold.errors}`;
    const { tells, next } = nextBeat(untold);
    untold = next;
    return tells ? told : '';
  });
}

it('lines that keep coming are announced more and more seldom, at last once in twelve beats, and all of them', () => {
  const told = announced(Array.from({ length: 63 }, () => [10]));
  const at = told.flatMap((words, beat) => (words === '' ? [] : [beat]));
  expect(at).toEqual([0, 2, 6, 14, 26, 38, 50, 62]);
  expect(at.map((beat) => told[beat])).toEqual([
    '10/0',
    '20/0',
    '40/0',
    '80/0',
    '120/0',
    '120/0',
    '120/0',
    '120/0',
  ]);
});

it('what comes to an end is announced, and what comes after a pause', () => {
  expect(announced([[5], [5], [5], [5], [0], [0], [7]])).toEqual(['5/0', '', '10/0', '', '5/0', '', '7/0']);
});

it('the first errors are announced with the next beat, and not each of many', () => {
  expect(announced([[5], [5], [5], [5, 1], [5, 1], [5, 1], [5, 1]])).toEqual([
    '5/0',
    '',
    '10/0',
    '5/1',
    '',
    '',
    '',
  ]);
});

it('nothing is announced where nothing comes', () => {
  expect(announced([[0], [0]])).toEqual(['', '']);
});

it('while somebody reads elsewhere only errors are announced: the pill counts the rest', () => {
  let untold: UntoldLines = { ...NONE_UNTOLD, lines: 20 };
  expect(nextBeat(untold, false)).toEqual({ tells: false, next: NONE_UNTOLD });
  untold = { ...NONE_UNTOLD, lines: 5, errors: 2 };
  expect(nextBeat(untold, false).tells).toBe(true);
});
