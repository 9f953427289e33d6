import { describe, expect, it } from 'vitest';
import type { LogEntry, LogGap } from '../entry.js';
import { timedLine } from '../testing/timed-line.js';
import { cursorBefore, withRest } from './gap-sides.js';

const stamp = (time: number): string => timedLine('', time).timestamp as string;
const entry = (id: string, time: number): LogEntry => ({
  kind: 'log',
  seq: Number(id),
  ...timedLine(id, time),
});
const gap: LogGap = { kind: 'gap', seq: 9, reason: 'evicted', from: stamp(2_000), to: stamp(9_000) };

describe('the cursor to read a gap from', () => {
  it('is a line older than the last one before it, so that all lines of its tick are repeated', () => {
    const before = [entry('1', 1_000), entry('2', 1_500), entry('3', 2_000), entry('4', 2_000)];
    expect(cursorBefore(gap, before)).toEqual({ delivered: 4, since: stamp(1_500), sinceTime: 1_500 });
  });

  it('is no line without a timestamp, nor one of the same tick', () => {
    const bare: LogEntry = { kind: 'log', seq: 2, level: 'info', message: '2', labels: {}, raw: undefined };
    expect(cursorBefore(gap, [entry('1', 1_000), bare, entry('3', 2_000)])).toMatchObject({
      since: stamp(1_000),
    });
    expect(cursorBefore(gap, [entry('3', 2_000), entry('4', 2_000)])).toEqual({ delivered: 2 });
    expect(cursorBefore(gap, [entry('3', 2_000), bare])).toEqual({ delivered: 2 });
  });

  it('is the start of the gap where no line is held before it', () => {
    expect(cursorBefore(gap, [])).toEqual({ delivered: 0, since: stamp(2_000), sinceTime: 2_000 });
    expect(cursorBefore({ ...gap, from: 'no time' }, [])).toEqual({ delivered: 0 });
  });
});

describe('the rest of a gap that was filled in part', () => {
  const lines = [timedLine('3', 3_000), timedLine('4', 4_000)];

  it('stands behind lines that follow on those before it, and begins at their end', () => {
    expect(withRest(gap, lines, true)).toStrictEqual([
      ...lines,
      { reason: 'evicted', from: stamp(4_000), to: stamp(9_000) },
    ]);
  });

  it('stands before lines that lead to those after it, and ends at their start', () => {
    expect(withRest({ ...gap, missing: 10 }, lines, false)).toStrictEqual([
      { reason: 'evicted', missing: 8, from: stamp(2_000), to: stamp(3_000) },
      ...lines,
    ]);
  });

  it('misses a line at least, and as many as are known for certain', () => {
    expect(withRest({ ...gap, missing: 1 }, lines, true).at(-1)).toMatchObject({ missing: 1 });
    expect(withRest(gap, lines, true, 5).at(-1)).toMatchObject({ missing: 5 });
  });
});
