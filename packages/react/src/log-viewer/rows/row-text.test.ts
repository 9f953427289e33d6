import { describe, expect, it } from 'vitest';
import { line } from '../testing/array-view.js';
import { countFolded, cutText, hasDetails, lineNumber, parseJsonMessage } from './row-text.js';

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
    expect(countFolded('\n'.repeat(50), 10)).toBe(9);
  });

  it('has details for metadata and for JSON, and not for brackets', () => {
    expect(hasDetails(line(0))).toBe(false);
    expect(hasDetails(line(0, { metadata: {} }))).toBe(false);
    expect(hasDetails(line(0, { metadata: { a: 1 } }))).toBe(true);
    expect(parseJsonMessage(' {"a":[1]} ')).toEqual({ a: [1] });
    expect(parseJsonMessage('[main] started [ok]')).toBeUndefined();
  });

  it('numbers lines from one, older ones downwards, fillers not at all', () => {
    expect([lineNumber(0), lineNumber(41), lineNumber(-3), lineNumber(2.5)]).toEqual(['1', '42', '−3', '']);
  });
});
