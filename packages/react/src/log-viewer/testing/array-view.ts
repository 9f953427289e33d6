/** Views over arrays, for tests. */
import type { LineBlock, LogEntry, LogItem, LogView } from '@tailrace/core';
import { mayStyle } from '../model/styled-lines.js';

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

/** The same, with its lines in blocks of `size`: those that are not plain text stand apart. `items` are lines, numbered one by one. */
export function packedArrayView(items: readonly LogEntry[], size: number): LogView {
  const firstSeq = items[0]?.seq ?? 0;
  const from = (row: number): number => Math.max(0, Math.floor((firstSeq + row) / size) * size - firstSeq);
  return {
    ...arrayView(items),
    blockAt(row): LineBlock {
      const first = from(row);
      const block = items.slice(first, from(first + size));
      const at = (index: number): LogEntry => block[index] as LogEntry;
      const plain = ({ message }: LogEntry): string => (/^[ -~]*$/.test(message) ? message : '');
      let end = 0;
      return {
        base: first,
        from: first,
        to: first + block.length,
        firstSeq: firstSeq + first,
        step: 1,
        text: block.map((each) => `${plain(each)}\n`).join(''),
        starts: Uint32Array.from(block, (each) => (end += plain(each).length + 1) - plain(each).length - 1),
        apart: block.flatMap((each, index) => (plain(each) === each.message ? [] : [index])),
        coded: block.flatMap((each, index) => (mayStyle(each.message) ? [index] : [])),
        message: (index) => at(index).message,
        level: (index) => at(index).level,
        time: (index) => at(index).time,
        labels: (index) => at(index).labels,
        countLevels: () => undefined,
        countLabels: () => undefined,
      };
    },
  };
}
