import { describe, expect, it } from 'vitest';
import { arrayView, line } from '../testing/array-view.js';
import { findLink, readLink, writeLink } from './permalink.js';
import type { LogEntry } from '@tailrace/core';

const stamped = (seq: number, second: number, message = `line ${seq}`): LogEntry =>
  line(seq, { message, timestamp: `2026-11-03T10:31:0${second}Z` });

/** The lines that a link from one view leads to in another. */
function follow(from: readonly LogEntry[], first: number, last: number, to: readonly LogEntry[]) {
  const view = arrayView(from);
  const at = (seq: number): LogEntry => view.at(view.rowOf(seq)) as LogEntry;
  const link = readLink(`#${writeLink(at(first), at(last), view)}`);
  if (!link) return undefined;
  const search = findLink(arrayView(to), link);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

describe('a link', () => {
  it('says the numbers that a person sees', () => {
    const view = arrayView([line(-3, { id: 'a b;c,d@e' }), line(119), line(139)]);
    const [older, from, to] = [0, 1, 2].map((row) => view.at(row) as LogEntry) as [
      LogEntry,
      LogEntry,
      LogEntry,
    ];
    expect(writeLink(from, to, view)).toMatch(/^L120-L140@m,\w+;m,\w+$/);
    expect(writeLink(older, older, view, 'job 1')).toBe('job%201:L-3@i,a%20b%3Bc%2Cd%40e');
    expect(readLink('#job%201:L-3@i,a%20b%3Bc%2Cd%40e', 'job 1')).toEqual({
      from: -3,
      to: -3,
      first: { id: 'a b;c,d@e' },
    });
  });

  it('is read from what a person types, and from nothing else', () => {
    expect(readLink('#L140-L120')).toEqual({ from: 119, to: 139 });
    expect(readLink('L7-9')).toEqual({ from: 6, to: 8 });
    for (const text of ['', '#', '#top', '#L', '#L1-', '#LL1', 'L1 ', '#other:L1', '#L1@t,%E0%A4%A,x'])
      expect(readLink(text)?.first, text).toBeUndefined();
    expect(readLink('#top')).toBeUndefined();
    expect(readLink('#L1', 'build')).toBeUndefined();
  });

  it('leads to the same lines under other numbers', () => {
    const before = [1, 2, 3, 4].map((second) => stamped(second, second, `message ${second}`));
    const after = [2, 3, 4].map((second) => stamped(second - 2, second, `message ${second}`));
    expect(follow(before, 2, 4, after)).toEqual({ from: 0, to: 2 });
    expect(follow(before, 1, 2, after)).toBeUndefined();
  });

  it('tells equal stamps apart by their text, and equal lines by their count', () => {
    const lines = [
      stamped(0, 1, 'a'),
      stamped(1, 1, 'b'),
      stamped(2, 1, 'a'),
      stamped(3, 1, 'a'),
      stamped(4, 2, 'a'),
    ];
    const renumbered = lines.map((entry) => ({ ...entry, seq: entry.seq + 50 }));
    for (const seq of [0, 1, 2, 3, 4])
      expect(follow(lines, seq, seq, renumbered), String(seq)).toEqual({ from: seq + 50, to: seq + 50 });
  });

  it('takes the nearest of equal lines that have no stamp', () => {
    const lines = [0, 1, 2, 3, 4, 5].map((seq) => line(seq, { message: seq % 2 ? 'tick' : 'tock' }));
    expect(follow(lines, 3, 3, lines)).toEqual({ from: 3, to: 3 });
  });

  it('grows with what came into a gap between its ends', () => {
    const before = [stamped(0, 1), stamped(1, 2), stamped(2, 5)];
    const after = [stamped(0, 1), stamped(1, 2), stamped(1.5, 3, 'filled'), stamped(2, 5)];
    expect(follow(before, 1, 2, after)).toEqual({ from: 1, to: 2 });
    const renumbered = [stamped(0, 2, 'line 1'), stamped(1, 3, 'filled'), stamped(2, 5, 'line 2')];
    expect(follow(before, 1, 2, renumbered)).toEqual({ from: 0, to: 2 });
  });
});
