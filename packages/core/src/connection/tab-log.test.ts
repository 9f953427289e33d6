import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ChunkPacker } from '../buffer/chunk-packer.js';
import { LogBuffer } from '../buffer/log-buffer.js';
import type { DecodedLine, LogEntry, LogItem } from '../entry.js';
import { share, TabLog, type TabItem } from './tab-log.js';
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

const BOUNDS = { lines: 30_000, bytes: 1e9 };
const decoded = (count: number): DecodedLine[] =>
  Array.from({ length: count }, (_, at) => ({
    level: 'info',
    message: `line ${at}`,
    labels: { service: 'api' },
    raw: { line: `line ${at}`, at },
  }));

it('keeps no old line a second time: they are those that the buffer has packed', () => {
  const buffer = new LogBuffer(BOUNDS);
  const log = new TabLog(BOUNDS, false, () => buffer.view());
  const entries = buffer.append(decoded(20_000));
  log.push(entries);
  buffer.packLeft(new ChunkPacker(), () => true);
  log.push(buffer.append(decoded(1_024)));
  const [old, newest] = [log.slice(5, 1), log.slice(19_999, 1)] as unknown as LogEntry[][];
  expect([old?.[0]?.raw, newest?.[0]?.raw]).toEqual([entries[5]?.raw, entries[19_999]?.raw]);
  // Made anew from the packed lines, so that the object that arrived can be freed.
  expect(old?.[0]?.raw).not.toBe(entries[5]?.raw);
  expect(newest?.[0]?.raw).toBe(entries[19_999]?.raw);
});

it('keeps no line of a burst a second time that is packed in slices, while newer lines grow old', () => {
  const buffer = new LogBuffer(BOUNDS, 0, () => undefined);
  const log = new TabLog(BOUNDS, false, () => buffer.view());
  const packer = new ChunkPacker<unknown>();
  buffer.packLeft(packer, () => true);
  const entries = buffer.append(decoded(20_000));
  log.push(entries);
  let slices = 0;
  let chunks = 0;
  do {
    log.push(buffer.append(decoded(1_024)));
    chunks = 2;
    slices += 1;
  } while (!buffer.packLeft(packer, () => chunks-- > 0));
  log.pack();
  expect(slices).toBeGreaterThan(3);
  const raws = new Set(entries.map(({ raw }) => raw));
  const twice = (log.slice(0, 18_000) as LogEntry[]).filter(({ raw }) => raws.has(raw));
  expect(twice).toHaveLength(0);
});

it('gives and counts the same items, whatever the buffer packs, drops and clears', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ add: fc.constantFrom(1, 500, 3_000, 9_000) }) },
    {
      weight: 4,
      arbitrary: fc.constantFrom('gap' as const, 'placed' as const, 'pack' as const, 'clear' as const),
    },
    { weight: 1, arbitrary: fc.constantFrom('renumber' as const, 'reset' as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 14 }), fc.nat(40_000), (steps, from) => {
      const buffer = new LogBuffer({ lines: 20_000, bytes: 1e9 });
      const log = new TabLog({ lines: 20_000, bytes: 1e9 }, false, () => buffer.view());
      let items: TabItem<unknown>[] = [];
      let next = 0;
      const push = (more: readonly TabItem<unknown>[]): void => {
        log.push(more);
        items = [...items, ...more].slice(-20_000);
        next += more.length;
      };
      for (const one of steps) {
        if (typeof one === 'object') push(buffer.append(decoded(one.add)));
        else if (one === 'gap') push([buffer.appendGap({ reason: 'outage' })]);
        else if (one === 'placed') push([{ kind: 'placed', to: 1, lines: decoded(3), follows: true }]);
        else if (one === 'pack') buffer.packLeft(new ChunkPacker(), () => true);
        else if (one === 'clear') buffer.clear();
        else if (one === 'renumber') log.renumber((next += 7));
        else {
          log.reset(next, false);
          items = [];
        }
        expect([log.start, log.next]).toEqual([next - items.length, next]);
      }
      const at = Math.min(from, items.length);
      expect(log.slice(log.start + at, 2_500)).toEqual(share(items.slice(at, at + 2_500)));
      const lines = items
        .slice(at)
        .reduce(
          (sum, item) => sum + (item.kind === 'log' ? 1 : item.kind === 'placed' ? item.lines.length : 0),
          0,
        );
      expect(log.linesFrom(log.start + at)).toBe(lines);
    }),
    { numRuns: 40 },
  );
});
