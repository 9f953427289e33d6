import { describe, expect, it } from 'vitest';
import { linesBefore } from './older.js';
import { keyOf, linesOf, textOf } from './testing/short-lines.js';

describe('joining a page of older lines', () => {
  const before = (page: string, held: string, all = held, isTail = false): string | undefined => {
    const lines = linesOf(page);
    const found = linesBefore(lines, linesOf(held), keyOf, linesOf(all), isTail);
    return found && textOf(found);
  };

  it('cuts what the page and the buffer share', () => {
    expect(before('a b c d', 'c d e f')).toBe('a b');
    expect(before('a b c d', 'e f g h')).toBe('a b c d');
    expect(before('c d', 'a b c d e f')).toBe('');
    expect(before('a b c d e f', 'c d')).toBe('a b');
    expect(before('a b c', '')).toBe('a b c');
  });

  it('cannot tell whether a tail that does not repeat the first line is older, if that has no time', () => {
    expect(before('c d', 'a b', 'a b', true)).toBeUndefined();
    expect(before('c4 d5', 'a b', 'a b', true)).toBeUndefined();
    expect(before('c4 d5', 'a6 b', 'a6 b', true)).toBe('c4 d5');
    expect(before('x a b c', 'a b', 'a b', true)).toBe('x');
  });

  it('adds as many lines as are older where the log repeats itself to its end', () => {
    expect(before('a a a a a', 'a a')).toBe('a a a');
    expect(before('b a b a a', 'a a')).toBe('b a b');
    expect(before('a b a b a b', 'a b a b')).toBe('a b');
  });

  it('adds what is older where the log, which repeats itself, went on after the page was read', () => {
    expect(before('b a b', 'b a b a b')).toBe('');
    expect(before('c a a a', 'a a a a a')).toBe('c');
  });

  it('does not repeat a late line, which is held after the first one', () => {
    expect(before('a0 x1 b2 c3', 'b2 c3 x1')).toBe('a0');
    expect(before('a0 x1 b2 c3 d4', 'b2 x1 c3 d4')).toBe('a0');
    expect(before('a0 x1 x1 b2 c3', 'b2 c3 x1')).toBe('a0 x1');
    expect(before('a0 x1 b2 c3 d4', 'b2 c3', 'b2 c3 d4 x1')).toBe('a0');
  });

  it('does not repeat a line of the first one’s tick, wherever the server has it', () => {
    expect(before('a2 c2 b2', 'b2 c2')).toBe('a2');
    expect(before('a2 c2 b2 d3', 'b2 c2 d3')).toBe('a2');
    expect(before('a2 a2 c2 b2 d3', 'b2 a2 c2 d3')).toBe('a2');
    expect(before('a1 b2 c3', 'b2 b2 c3')).toBe('a1');
  });

  it('adds lines of that tick that are not held, wherever the server has them', () => {
    expect(before('a1 b2 x2 c3', 'b2 c3')).toBe('a1 x2');
    expect(before('x2 b2 y1 c3', 'b2 c3')).toBe('x2 y1');
  });

  it('adds lines without a time that are before the first one, and does not repeat those after it', () => {
    expect(before('a x1 b2 c d3', 'b2 x1 c d3')).toBe('a');
    expect(before('a b x c d', 'b c d')).toBe('a');
    expect(before('a b y b c', 'b x b b c')).toBe('a');
    expect(before('a1 b x c', 'b y c')).toBe('a1');
  });

  it('leaves equal lines of a tick in the server’s order: those that are held are the last', () => {
    const page = linesOf('a1 b1 b1 a1 c2 d2');
    expect(linesBefore(page, linesOf('b1 a1 d2 c2'), keyOf)?.map((line) => page.indexOf(line))).toEqual([
      0, 1,
    ]);
  });

  it('goes by time where the first line is not on the page', () => {
    expect(before('a1 b2 c4 d1', 'x3 y5')).toBe('a1 b2');
    expect(before('a1 b c4 d4', 'x3 y5')).toBe('a1 b');
    expect(before('a1 b2 l0', 'x3 l0')).toBe('a1 b2');
    expect(before('c4 d5', 'x3 y6')).toBe('');
  });

  it('adds lines of the first one’s tick that are not held where the first line is not on the page', () => {
    expect(before('a1 b3 c3', 'x3 y5')).toBe('a1 b3 c3');
    expect(before('a1 b3 y3', 'x3 y3')).toBe('a1 b3');
  });

  it('adds no line of the first one’s tick where the server no longer has the first line', () => {
    expect(before('b3 c3 d4', 'a3 b3')).toBe('');
  });

  it('goes by the place where it is clear, although the clock was set back', () => {
    expect(before('a5 b2 c3', 'b2 c3')).toBe('a5');
  });
});
