import { describe, expect, it } from 'vitest';
import { LogBuffer } from '../buffer/log-buffer.js';
import type { DecodedLine } from '../entry.js';
import { makeEntry } from './make-entry.js';
import { makeLine } from './make-line.js';

const labels = Object.freeze({ step: 'build' });
const raw = { a: 1 };
const bounds = { lines: 10, bytes: 1_000_000 };

describe('makeEntry', () => {
  it.each([
    ['an id and a stamp', 'x', '2026-01-15T10:30:45.123Z'],
    ['a stamp', undefined, '2026-01-15T10:30:45.123Z'],
    ['an id', 'x', undefined],
    ['a stamp that cannot be read', 'x', 'yesterday'],
    ['nothing', undefined, ''],
  ])('makes the same entry of a line with %s as a copied line becomes', (_name, id, stamp) => {
    const copied = new LogBuffer(bounds).append([makeLine(id, stamp, 'warn', 'hello', labels, raw)]);
    const made = new LogBuffer(bounds).append([makeEntry(id, stamp, 'warn', 'hello', labels, raw)]);
    expect(made).toStrictEqual(copied);
    expect(Object.keys(made[0] ?? {}).sort()).toEqual(Object.keys(copied[0] ?? {}).sort());
  });

  it('creates a line that the first buffer takes over, and the next one copies', () => {
    const line: DecodedLine = makeEntry('x', '2026-01-15T10:30:45Z', 'info', 'hello', labels, raw);
    const [first] = new LogBuffer(bounds, 5).append([line]);
    const [second] = new LogBuffer(bounds, 7).append([line]);
    expect(first).toBe(line);
    expect(first?.seq).toBe(5);
    expect(second).toStrictEqual({ ...first, seq: 7 });
  });
});

describe('a line of any other origin', () => {
  it('is copied and stays unchanged, even an entry of another stream', () => {
    const plain: DecodedLine = Object.freeze({ level: 'info', message: 'a', labels, raw });
    const [entry] = new LogBuffer(bounds, 3).append([plain]);
    Object.freeze(entry);
    const [again] = new LogBuffer(bounds, 9).append([entry as DecodedLine]);
    expect(plain).toStrictEqual({ level: 'info', message: 'a', labels, raw });
    expect([entry?.seq, again?.seq]).toEqual([3, 9]);
  });
});
