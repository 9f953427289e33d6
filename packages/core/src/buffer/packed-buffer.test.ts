import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DecodedLine, LogEntry, LogItem } from '../entry.js';
import type { BufferView } from './buffer-view.js';
import { changeBetween } from './buffer-view.js';
import { ChunkPacker } from './chunk-packer.js';
import { LogBuffer } from './log-buffer.js';

afterEach(() => void vi.restoreAllMocks());

const LEVELS = ['debug', 'info', 'warn'] as const;

/** A line as a server sends it: its object says the same once more. */
function line(n: number): DecodedLine {
  const id = `log-${n}`;
  const timestamp = new Date(1_768_435_200_000 + n * 3).toISOString();
  const message = n % 10 === 4 ? `\u001b[32mline ${n}\u001b[0m` : n % 97 === 0 ? `Zeile ${n} ✓` : `line ${n}`;
  const level = LEVELS[n % 3] as (typeof LEVELS)[number];
  const labels = { service: `s${n % 4}` };
  return {
    id,
    timestamp,
    ...(n % 211 === 3 ? {} : { time: Date.parse(timestamp) }),
    level,
    message,
    labels,
    raw: { id, created_at: timestamp, message, service: labels.service, ...(n % 5 === 0 ? { n } : {}) },
  };
}
const lines = (from: number, count: number): DecodedLine[] =>
  Array.from({ length: count }, (_, at) => line(from + at));

function packing(lines: number, bytes = Number.MAX_SAFE_INTEGER, left?: () => void): LogBuffer {
  const buffer = new LogBuffer({ lines, bytes }, 0, left);
  buffer.packLeft(new ChunkPacker(), () => true);
  return buffer;
}

/** Every block of a view says what the view says, and covers the rows it claims. */
function checkBlocks(view: BufferView): number {
  let packed = 0;
  for (let row = 0; row < view.length;) {
    const block = view.blockAt(row);
    if (!block) {
      row += 1;
      continue;
    }
    expect(block.from).toBe(row);
    expect(block.to).toBeGreaterThan(row);
    expect(block.to).toBeLessThanOrEqual(view.length);
    const wrong: number[] = [];
    for (let at = block.from; at < block.to; at++) {
      const index = at - block.base;
      const item = view.at(at) as LogEntry;
      const same =
        block.firstSeq + index * block.step === item.seq &&
        block.message(index) === item.message &&
        block.level(index) === item.level &&
        block.labels(index) === item.labels &&
        block.time(index) === item.time;
      if (!same) wrong.push(at);
    }
    expect(wrong).toEqual([]);
    expect(view.blockAt(block.to - 1)).toMatchObject({ base: block.base, from: block.from, to: block.to });
    packed += block.to - block.from;
    row = block.to;
  }
  return packed;
}

describe('a large LogBuffer', () => {
  it('gives back the lines it was given, wherever they are', () => {
    const buffer = packing(20_000);
    buffer.append(lines(0, 9_000));
    const { length } = buffer.view();
    expect([...buffer.view()]).toStrictEqual(
      lines(0, 9_000).map((given, seq) => ({ kind: 'log', seq, ...given })),
    );
    for (let row = 0; row < length; row += 611) expect(buffer.view().at(row)).toMatchObject(line(row));
    expect(checkBlocks(buffer.view())).toBeGreaterThan(5_000);
  });

  it('knows which lines have a time, and which have none', () => {
    const buffer = packing(20_000);
    const undated = lines(0, 9_000).map(({ time, ...rest }, n): DecodedLine =>
      time === undefined || n % 3 === 0 ? rest : { ...rest, time },
    );
    buffer.append(undated);
    expect(checkBlocks(buffer.view())).toBeGreaterThan(5_000);
    expect([...buffer.view()].map((item) => (item as LogEntry).time)).toEqual(
      undated.map(({ time }) => time),
    );
  });

  it('keeps what was written last as it came, and a small one all of it', () => {
    const large = packing(20_000);
    const [newest] = large.append(lines(0, 9_000)).slice(-1);
    expect(large.view().at(8_999)).toBe(newest);
    expect(large.view().blockAt(8_999)).toBeUndefined();
    expect(large.view().blockAt(9_000)).toBeUndefined();
    const small = new LogBuffer({ lines: 10_000, bytes: Number.MAX_SAFE_INTEGER });
    const [first] = small.append(lines(0, 9_000));
    expect(small.view().at(0)).toBe(first);
    expect(checkBlocks(small.view())).toBe(0);
  });

  it('answers with the same objects for the rows in sight, however often they are asked for', () => {
    const buffer = packing(20_000);
    buffer.append(lines(0, 9_000));
    const shown = (from: number): unknown[] =>
      Array.from({ length: 200 }, (_, at) => buffer.view().at(from + at));
    const before = shown(1_000);
    buffer.append(lines(9_000, 10_000));
    // Reading all of it displaces nothing.
    expect([...buffer.view()]).toHaveLength(19_000);
    shown(1_000).forEach((item, at) => expect(item).toBe(before[at]));
    expect(buffer.view().slice(1_000, 1_001)[0]).toBe(before[0]);
  });

  it('does so where the rows in sight are of many small pages', () => {
    const buffer = packing(20_000);
    buffer.append(lines(5_000, 10));
    for (let from = 4_950; from > 4_000; from -= 50) buffer.prepend(lines(from, 50));
    const shown = (): unknown[] => Array.from({ length: 300 }, (_, row) => buffer.view().at(row));
    const before = shown();
    expect(buffer.view().blockAt(299)).toBeDefined();
    shown().forEach((item, row) => expect(item).toBe(before[row]));
  });

  it('gives views that do not change while their lines are packed, moved and evicted', () => {
    const buffer = packing(8_000);
    buffer.append(lines(0, 3_500));
    const before = buffer.view();
    buffer.append(lines(3_500, 20_000));
    expect([...before].map((item) => (item as LogEntry).id)).toEqual(lines(0, 3_500).map(({ id }) => id));
    expect(before.at(3_499)).toMatchObject(line(3_499));
    expect([...buffer.view()].map((item) => (item as LogEntry).id)).toEqual(
      lines(15_500, 8_000).map(({ id }) => id),
    );
  });

  it('packs older lines and those of a filled gap as well, and trims what was evicted', () => {
    let left = 0;
    const buffer = packing(12_000, undefined, () => (left += 1));
    buffer.append(lines(6_000, 100));
    const gap = buffer.appendGap({ reason: 'outage' });
    for (let from = 9_000; from < 15_000; from += 1_000) buffer.append(lines(from, 1_000));
    buffer.fill(gap.seq, lines(6_100, 2_900));
    // Later, and not all at once: they may be many.
    expect(left).toBe(1);
    buffer.packLeft(new ChunkPacker(), () => true);
    buffer.prepend(lines(4_000, 2_000));
    const ids = (): unknown[] => [...buffer.view()].map((item) => (item as LogEntry).id);
    expect(ids()).toEqual(lines(4_000, 11_000).map(({ id }) => id));
    expect(checkBlocks(buffer.view())).toBeGreaterThan(7_000);
    buffer.append(lines(15_000, 1_500));
    expect(ids()).toEqual(lines(4_500, 12_000).map(({ id }) => id));
    buffer.prependGap({ reason: 'overflow', missing: 3 }, 3);
    expect(buffer.view().gaps()).toHaveLength(1);
    expect(
      buffer
        .view()
        .slice(1)
        .map((item) => (item as LogEntry).id),
    ).toEqual(lines(4_500, 12_000).map(({ id }) => id));
    expect(checkBlocks(buffer.view())).toBeGreaterThan(7_000);
  });

  it('makes the lines of a change when they are read, once', () => {
    const buffer = packing(20_000);
    const before = buffer.view();
    buffer.append(lines(0, 9_000));
    const change = changeBetween(before, buffer.view());
    expect(change?.appended.map((item) => (item as LogEntry).id)).toEqual(
      lines(0, 9_000).map(({ id }) => id),
    );
    expect(change?.appended).toBe(change?.appended);
    expect(change?.prepended).toEqual([]);
  });

  it('counts the bytes of packed lines as it counted them when they came', () => {
    const bytes = 4_000_000;
    const plain = new LogBuffer({ lines: 1e6, bytes });
    const packed = packing(1e6, bytes);
    const sizes = fc.sample(fc.integer({ min: 0, max: 400 }), { numRuns: 12_000, seed: 1 });
    const some = sizes.map((size, n): DecodedLine => {
      const raw = n % 50 === 0 ? { blob: 'x'.repeat(size * 20) } : undefined;
      return { ...line(n), message: (n % 7 === 0 ? '\u001b' : 'm').repeat(size), raw };
    });
    for (let at = 0; at < some.length; at += 500) {
      plain.append(some.slice(at, at + 500));
      packed.append(some.slice(at, at + 500));
      expect(packed.view().length).toBe(plain.view().length);
    }
    expect(packed.view().length).toBeLessThan(some.length);
    expect([...packed.view()].map((item: LogItem) => item.seq)).toEqual(
      [...plain.view()].map((item: LogItem) => item.seq),
    );
  });
});

describe('a large LogBuffer, before what packs it has come,', () => {
  const packer = new ChunkPacker();
  function waiting(): { readonly buffer: LogBuffer; left(): number } {
    let left = 0;
    const bounds = { lines: 20_000, bytes: Number.MAX_SAFE_INTEGER };
    return { buffer: new LogBuffer(bounds, 0, () => (left += 1)), left: () => left };
  }
  const ids = (view: BufferView): unknown[] => [...view].map((item) => (item as LogEntry).id);
  const expected = (count: number): unknown[] => lines(0, count).map(({ id }) => id);

  it('asks for it when the first lines have grown old, and keeps them as they came', () => {
    const { buffer, left } = waiting();
    buffer.append(lines(0, 3_000));
    expect(left()).toBe(0);
    buffer.append(lines(3_000, 6_000));
    expect(left()).toBeGreaterThan(0);
    expect(checkBlocks(buffer.view())).toBe(0);
    expect(ids(buffer.view())).toEqual(expected(9_000));
  });

  it('packs then what it would have packed, for as long as it may', () => {
    const { buffer } = waiting();
    buffer.append(lines(0, 9_000));
    const before = buffer.view();
    let most = 2;
    expect(buffer.packLeft(packer, () => most-- > 0)).toBe(false);
    expect(checkBlocks(buffer.view())).toBe(2_048);
    // Those that grow old meanwhile wait their turn.
    buffer.append(lines(9_000, 3_000));
    expect(checkBlocks(buffer.view())).toBe(2_048);
    expect(buffer.packLeft(packer, () => true)).toBe(true);
    const early = packing(20_000);
    early.append(lines(0, 12_000));
    expect(checkBlocks(buffer.view())).toBe(checkBlocks(early.view()));
    buffer.append(lines(12_000, 2_000));
    early.append(lines(12_000, 2_000));
    expect(checkBlocks(buffer.view())).toBe(checkBlocks(early.view()));
    expect(ids(buffer.view())).toEqual(expected(14_000));
    expect(ids(before)).toEqual(expected(9_000));
    expect(changeBetween(before, buffer.view())?.replaced).toBeFalsy();
  });

  it.each([
    ['new', (buffer: LogBuffer) => buffer.append(lines(4_000, 10_000))],
    ['older', (buffer: LogBuffer) => buffer.prepend(lines(-10_000, 10_000))],
  ])('packs at once a few of many %s lines, and asks for it to be done with the rest', (_, bring) => {
    const { buffer, left } = waiting();
    buffer.packLeft(packer, () => true);
    buffer.append(lines(0, 4_000));
    const before = { packed: checkBlocks(buffer.view()), left: left() };
    bring(buffer);
    expect(checkBlocks(buffer.view()) - before.packed).toBe(2_048);
    expect(left()).toBeGreaterThan(before.left);
    expect(buffer.packLeft(packer, () => true)).toBe(true);
    expect(checkBlocks(buffer.view())).toBeGreaterThan(10_000);
  });

  it('tries once what cannot be packed', () => {
    const { buffer } = waiting();
    // More text than a packed chunk may hold.
    const long = lines(0, 100).map((one) => ({ ...one, message: 'x'.repeat(1_000_000) }));
    const gap = { reason: 'outage' as const };
    buffer.append(long);
    buffer.appendGap(gap);
    buffer.append(lines(100, 9_000));
    let turns = 0;
    for (let done = false; !done && turns < 20; turns++) {
      let most = 1;
      done = buffer.packLeft(packer, () => most-- > 0);
    }
    expect(turns).toBeLessThan(20);
    expect(checkBlocks(buffer.view())).toBeGreaterThan(5_000);
    expect(buffer.view().at(0)).toMatchObject({ id: 'log-0' });
  });
});
