import { expect, it } from 'vitest';
import type { LogEntry, LogItem } from '../entry.js';
import { TabLog } from './tab-log.js';
import type { Placed } from './tab-protocol.js';

const line = (seq: number, message = String(seq)): LogItem => ({
  kind: 'log',
  seq,
  level: 'info',
  message,
  labels: {},
  raw: undefined,
});

it('keeps the newest items under the numbers they had', () => {
  const log = new TabLog({ lines: 10, bytes: 1e9 });
  for (let at = 0; at < 2_000; at++) log.push([line(at)]);
  expect([log.start, log.next]).toEqual([1_990, 2_000]);
  expect(log.truncated).toBe(true);
  expect(log.slice(1_995, 3)).toMatchObject([{ message: '1995' }, { message: '1996' }, { message: '1997' }]);
});

it('keeps the newest line, however large', () => {
  const log = new TabLog({ lines: 10, bytes: 1_000 });
  for (let at = 0; at < 3; at++) log.push([line(at, 'x'.repeat(10_000))]);
  expect([log.start, log.next]).toEqual([2, 3]);
});

it('begins anew with the numbers of another log', () => {
  const log = new TabLog({ lines: 10_000, bytes: 100_000 });
  for (let at = 0; at < 9; at++) log.push([line(at, 'x'.repeat(4_000))]);
  log.reset(50, true);
  expect([log.start, log.next, log.truncated]).toEqual([50, 50, true]);
  for (let at = 50; at < 59; at++) log.push([line(at, 'x'.repeat(4_000))]);
  // What was dropped takes no room.
  expect(log.slice(50, 9)).toHaveLength(9);
  expect(log.start).toBe(50);
});

it('keeps no more bytes than it may, however few the lines', () => {
  const log = new TabLog({ lines: 10_000, bytes: 100_000 });
  for (let at = 0; at < 100; at++) log.push([line(at, 'x'.repeat(10_000))]);
  expect(log.next - log.start).toBeLessThan(10);
  expect(log.next).toBe(100);
});

it('gives what it holds without the number of this stream, and can number it anew', () => {
  const log = new TabLog({ lines: 10, bytes: 1e9 });
  log.push([line(70), { kind: 'gap', seq: 71, reason: 'outage' }, line(72)]);
  log.renumber(8);
  expect([log.start, log.next, log.truncated]).toEqual([5, 8, false]);
  expect(log.slice(6, 9)).toEqual([
    { kind: 'gap', reason: 'outage' },
    { kind: 'log', level: 'info', message: '72', labels: {}, raw: undefined },
  ]);
  expect(log.linesFrom(5)).toBe(2);
});

it('holds lines that were placed in a gap as one item, and counts and weighs each of them', () => {
  const log = new TabLog({ lines: 10, bytes: 5_000 });
  const { kind: _kind, seq: _seq, ...placed } = line(0, 'x'.repeat(500)) as LogEntry;
  const item: Placed = { kind: 'placed', to: 9_000, lines: [placed, placed], follows: true };
  log.push([line(70), item, line(71)]);
  expect(log.slice(1, 1)).toEqual([item]);
  expect([log.linesFrom(0), log.linesFrom(2), log.next]).toEqual([4, 1, 3]);
  log.push([item]);
  expect([log.start, log.next]).toEqual([2, 4]);
});
