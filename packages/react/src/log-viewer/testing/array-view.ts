/** Views over arrays, for tests. */
import type { LogEntry, LogItem, LogView } from '@tailrace/core';

/** A plain line. */
export function line(seq: number, init: Partial<LogEntry> = {}): LogEntry {
  return { kind: 'log', seq, level: 'info', message: `line ${seq}`, labels: {}, raw: null, ...init };
}

/** Lines with the numbers `from … to − 1`. */
export function lines(from: number, to: number): LogEntry[] {
  return Array.from({ length: to - from }, (_, index) => line(from + index));
}

/** A view over an array that is in order. */
export function arrayView(items: readonly LogItem[]): LogView {
  const rowAtOrAfter = (seq: number): number => {
    const row = items.findIndex((item) => item.seq >= seq);
    return row < 0 ? items.length : row;
  };
  return {
    length: items.length,
    at: (row) => items[row],
    rowOf: (seq) => items.findIndex((item) => item.seq === seq),
    rowAtOrAfter,
    slice: (from, to) => items.slice(from, to),
    [Symbol.iterator]: () => items[Symbol.iterator](),
  };
}
