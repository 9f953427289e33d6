import { describe, expect, it } from 'vitest';
import { countFolded, cutText, firstLine, lineNumber, nextLimit } from './row-text.js';

describe('what a row shows', () => {
  it('cuts long lines, never through a character', () => {
    expect(cutText('abcdef', 10)).toBe('abcdef');
    expect(cutText('abcdef', 3)).toBe('abc');
    expect(cutText('ab😀cd', 3)).toBe('ab');
    expect(cutText('ab😀cd', 4)).toBe('ab😀');
  });

  it('counts the lines under the first', () => {
    expect(countFolded('one')).toBe(0);
    expect(countFolded('one\n')).toBe(0);
    expect(countFolded('one\ntwo\nthree')).toBe(2);
    expect(countFolded('\n'.repeat(50), 10)).toBe(10);
    expect(countFolded('\n'.repeat(50))).toBe(49);
    expect(countFolded('one\r\ntwo\r\n')).toBe(1);
    expect(countFolded(`${'x'.repeat(2_000_000)}\nend`)).toBe(0);
  });

  it('draws the first line of what is folded', () => {
    expect(firstLine('one')).toBe('one');
    expect(firstLine('first\n  at x\n  at y')).toBe('first');
    expect(firstLine(`first${'\n'.repeat(100_000)}`)).toBe('first');
  });

  it('shows more of a long line in steps that stay quick', () => {
    const steps = [10_000];
    while ((steps.at(-1) as number) < 1_200_000) steps.push(nextLimit(steps.at(-1) as number));
    expect(steps).toEqual([10_000, 100_000, 500_000, 900_000, 1_300_000]);
  });

  it('numbers lines from one, older ones downwards, fillers not at all', () => {
    expect([lineNumber(0), lineNumber(41), lineNumber(-3), lineNumber(2.5)]).toEqual(['1', '42', '−3', '']);
  });
});
