import { describe, expect, it } from 'vitest';
import type { Identity } from '../backends/source.js';
import { Reconciler } from '../continuity/reconciler.js';
import type { DecodedLine } from '../entry.js';
import { cursorBeforeDelivered, knownBefore, withoutNews } from './delivered-past.js';
import { keyOf, linesOf, textOf } from './testing/short-lines.js';

/** What remembers that these lines were delivered. */
function delivered(text: string, identity: Identity = 'count') {
  const reconciler = new Reconciler({ identity, identify: keyOf, overlapWindow: 5_000 });
  reconciler.note(linesOf(text));
  return reconciler;
}
const lineOf = (text: string): DecodedLine => linesOf(text)[0] as DecodedLine;

describe('the cursor to read what follows a remembered line', () => {
  it('is older than that line, so that all lines of its tick are repeated', () => {
    const cursor = { delivered: 5, since: 't1', sinceTime: 1 };
    expect(cursorBeforeDelivered(delivered('a1 b2 c2 d3 e4'), 't2')).toEqual(cursor);
  });

  it('is not known without an older line, unless the log begins there', () => {
    const lines = delivered('b2 c2 d3');
    expect(cursorBeforeDelivered(lines, 't2')).toBeUndefined();
    expect(cursorBeforeDelivered(lines, 't1')).toBeUndefined();
    lines.beginsHere(true);
    expect(cursorBeforeDelivered(lines, 't2')).toEqual({ delivered: 3 });
  });
});

describe('rows that were read for a gap before which no line is held', () => {
  const news = (rows: string, next: string, lines: string): string => {
    const read = linesOf(rows);
    const known = knownBefore(delivered(lines), read, lineOf(next));
    return textOf(read.filter((row) => !known.has(row)));
  };

  it('are new as far as they were not delivered before the line after it', () => {
    expect(news('a1 b2 m3', 'c4', 'a1 b2 c4')).toBe('m3');
    expect(news('a1 b2 b2 b2', 'b2', 'a1 b2 b2 c4')).toBe('b2 b2');
  });

  it('are new unless they were delivered, if that line is forgotten', () => {
    expect(news('a1 m3', 'x4', 'a1 b2 c4')).toBe('m3');
  });
});

describe('the newest rows of a log of which no line is held', () => {
  const older = (rows: string, lines: string): string | undefined => {
    const found = withoutNews(delivered(lines), linesOf(rows));
    return found && textOf(found);
  };

  it('are older lines up to the last that was delivered', () => {
    expect(older('a1 b2 c3 d4', 'b2 c3')).toBe('a1 b2 c3');
  });

  it('are older lines as far as their time tells, if none was delivered', () => {
    expect(older('a1 b c3 d4', 'x3')).toBe('a1 b');
    expect(older('a1 b', 'x')).toBeUndefined();
  });
});
