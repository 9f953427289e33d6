import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DecodedLine, LogItem } from '../entry.js';
import { changeBetween } from './buffer-view.js';
import { ChunkPacker } from './chunk-packer.js';
import { LogBuffer } from './log-buffer.js';
import '../testing/late-parts.js';

afterEach(() => void vi.restoreAllMocks());

const line = (message: string): DecodedLine => ({ level: 'info', message, labels: {}, raw: undefined });
const lines = (from: number, count: number): DecodedLine[] =>
  Array.from({ length: count }, (_, index) => line(`line ${from + index}`));
const text = (items: Iterable<LogItem>): string[] =>
  [...items].map((item) => (item.kind === 'log' ? item.message : `gap ${item.missing ?? '?'}`));
const unbounded = { lines: Number.MAX_SAFE_INTEGER, bytes: Number.MAX_SAFE_INTEGER };

describe('LogBuffer', () => {
  it('keeps the newest lines within the line bound and numbers them for good', () => {
    const buffer = new LogBuffer({ lines: 3, bytes: 1e9 });
    buffer.append(lines(0, 5));
    const view = buffer.view();
    expect(text(view)).toEqual(['line 2', 'line 3', 'line 4']);
    expect(view.at(0)?.seq).toBe(2);
    expect(view.rowOf(4)).toBe(2);
    expect(view.rowOf(1)).toBe(-1);
  });

  it('keeps within the byte bound, but always the newest line', () => {
    const buffer = new LogBuffer({ lines: 100, bytes: 2_000 });
    buffer.append([line('x'.repeat(300)), line('y'.repeat(300)), line('z'.repeat(5_000))]);
    expect(buffer.view().length).toBe(1);
    expect(text(buffer.view())[0]).toMatch(/^z/);
  });

  it('gives views that do not change while the buffer goes on', () => {
    const buffer = new LogBuffer({ lines: 2_000, bytes: 1e9 });
    buffer.append(lines(0, 1_500));
    const before = buffer.view();
    buffer.append(lines(1_500, 5_000));
    expect(before.length).toBe(1_500);
    expect(text(before)).toEqual(lines(0, 1_500).map((entry) => entry.message));
  });

  it('fills a gap of unknown size without renumbering anything after it', () => {
    const buffer = new LogBuffer(unbounded);
    buffer.append(lines(0, 2));
    const gap = buffer.appendGap({ reason: 'outage' });
    buffer.append(lines(10, 2));
    const after = buffer.view().at(3)?.seq;
    buffer.fill(gap.seq, lines(2, 8));
    expect(text(buffer.view())).toEqual([...lines(0, 12)].map((entry) => entry.message));
    expect(buffer.view().at(10)?.seq).toBe(after);
    const seqs = [...buffer.view()].map((item) => item.seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(new Set(seqs).size).toBe(12);
    seqs.forEach((seq, row) => expect(buffer.view().rowOf(seq)).toBe(row));
  });

  it('keeps the numbers of missing lines free, and a rest that stays can be filled too', () => {
    const buffer = new LogBuffer(unbounded);
    buffer.append(lines(0, 1));
    const gap = buffer.appendGap({ reason: 'evicted', missing: 4 });
    buffer.append(lines(5, 1));
    expect(buffer.view().at(2)?.seq).toBe(5);
    const items = buffer.fill(gap.seq, [{ reason: 'evicted', missing: 2 }, ...lines(3, 2)]);
    expect(text(buffer.view())).toEqual(['line 0', 'gap 2', 'line 3', 'line 4', 'line 5']);
    buffer.fill((items?.[0] as LogItem).seq, lines(1, 2));
    expect(text(buffer.view())).toEqual(lines(0, 6).map((entry) => entry.message));
  });

  it('takes any number of lines into a gap one by one, each with a number of its own', () => {
    const buffer = new LogBuffer(unbounded, 1_000_000);
    let { seq } = buffer.appendGap({ reason: 'evicted' });
    buffer.append(lines(2_000, 1));
    for (const one of lines(0, 2_000))
      seq = (buffer.fill(seq, [one, { reason: 'evicted' }])?.at(-1) as LogItem).seq;
    const seqs = [...buffer.view()].map((item) => item.seq);
    expect(seqs.every((each, at) => at === 0 || each > (seqs[at - 1] as number))).toBe(true);
    expect(text(buffer.view())).toEqual([
      ...lines(0, 2_000).map(({ message }) => message),
      'gap ?',
      'line 2000',
    ]);
  });

  it('finds every line of gaps that are filled in parts, and these in parts again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 40 }), fc.array(fc.nat(3)), (counts, kinds) => {
        const buffer = new LogBuffer(unbounded, 1_000_000);
        buffer.append(lines(0, 2));
        buffer.appendGap({ reason: 'outage' });
        buffer.append(lines(2, 2));
        counts.forEach((count, at) => {
          const gap = buffer.view().gaps().at(-1);
          const kind = kinds[at] ?? 3;
          // A gap may be left before them, at most twice, and one behind them.
          const before = kind === 0 && buffer.view().gaps().length < 3 ? [{ reason: 'outage' as const }] : [];
          if (gap) buffer.fill(gap.seq, [...before, ...lines(0, count), { reason: 'outage' }]);
        });
        const view = buffer.view();
        const seqs = [...view].map(({ seq }) => seq);
        expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
        expect(seqs.map((seq) => view.rowOf(seq))).toEqual(seqs.map((_, row) => row));
      }),
      { numRuns: 300 },
    );
  });

  it('evicts the lines for a gap that was evicted at once', () => {
    const buffer = new LogBuffer({ lines: 2, bytes: 1e9 });
    const gap = buffer.appendGap({ reason: 'evicted' });
    const [after] = buffer.append(lines(5, 2));
    const [line] = buffer.fill(gap.seq, [...lines(4, 1), { reason: 'evicted' }]) ?? [];
    expect(line).toMatchObject({ kind: 'log', message: 'line 4' });
    expect(line?.seq).toBeLessThan((after as LogItem).seq);
    expect(text(buffer.view())).toEqual(['line 5', 'line 6']);
  });

  it('prepends older lines as far as there is room, with numbers that count down', () => {
    const buffer = new LogBuffer({ lines: 4, bytes: 1e9 });
    buffer.append(lines(10, 2));
    buffer.prepend(lines(0, 10));
    expect(text(buffer.view())).toEqual(['line 8', 'line 9', 'line 10', 'line 11']);
    expect([...buffer.view()].map((item) => item.seq)).toEqual([-2, -1, 0, 1]);
  });

  it('prepends gaps among them, each of which stands by itself', () => {
    const buffer = new LogBuffer(unbounded);
    buffer.append(lines(10, 1));
    buffer.prepend([...lines(7, 2), { reason: 'oversize', missing: 1 }]);
    expect(text(buffer.view())).toEqual(['line 7', 'line 8', 'gap 1', 'line 10']);
    expect([...buffer.view()].map((item) => item.seq)).toEqual([-3, -2, -1, 0]);
    expect(buffer.view().gaps()).toHaveLength(1);
  });

  it.each([
    {
      title: 'as they came',
      most: 1_500,
      bound: { min: 1, max: 3_000 },
      packed: 'never',
      numRuns: 200,
    },
    { title: 'packed', most: 5_000, bound: { min: 2_000, max: 12_000 }, packed: 'at once', numRuns: 100 },
    {
      title: 'packed when what packs them comes',
      most: 5_000,
      bound: { min: 2_000, max: 12_000 },
      packed: 'late',
      numRuns: 100,
    },
  ])('behaves like an array of lines kept $title, and its changes replay to the same content', (kept) => {
    const operation = fc.oneof(
      fc.record({ type: fc.constant('append' as const), count: fc.integer({ min: 0, max: kept.most }) }),
      fc.record({
        type: fc.constant('gap' as const),
        missing: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      }),
      fc.record({ type: fc.constant('prepend' as const), count: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ type: fc.constant('fill' as const), count: fc.integer({ min: 0, max: 2_000 }) }),
      fc.record({ type: fc.constant('pack' as const), chunks: fc.integer({ min: 0, max: 6 }) }),
      fc.record({ type: fc.constant('clear' as const) }),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 12 }), fc.integer(kept.bound), (operations, bound) => {
        const bounds = { lines: bound, bytes: Number.MAX_SAFE_INTEGER };
        const packer = new ChunkPacker();
        const buffer = new LogBuffer(bounds);
        if (kept.packed === 'at once') buffer.packLeft(packer, () => true);
        let model: string[] = [];
        let replayed: string[] = [];
        let counter = 0;
        for (const step of operations) {
          const before = buffer.view();
          if (step.type === 'append') {
            const added = lines(counter, step.count);
            buffer.append(added);
            model.push(...added.map((entry) => entry.message));
          } else if (step.type === 'gap') {
            buffer.appendGap({
              reason: 'outage',
              ...(step.missing === undefined ? {} : { missing: step.missing }),
            });
            model.push(`gap ${step.missing ?? '?'}`);
          } else if (step.type === 'prepend') {
            const added = lines(counter, step.count);
            const room = buffer.room;
            buffer.prepend(added);
            model = [
              ...added.map((entry) => entry.message).slice(Math.max(0, added.length - room)),
              ...model,
            ];
          } else if (step.type === 'fill') {
            const at = [...buffer.view()].findIndex((item) => item.kind === 'gap');
            if (at >= 0) {
              const added = lines(counter, step.count);
              buffer.fill((buffer.view().at(at) as LogItem).seq, added);
              model.splice(at, 1, ...added.map((entry) => entry.message));
            }
          } else if (step.type === 'pack') {
            let { chunks } = step;
            if (kept.packed === 'late') buffer.packLeft(packer, () => chunks-- > 0);
          } else {
            buffer.clear();
            model = [];
          }
          counter += 5_000;
          model = model.slice(Math.max(0, model.length - bound));
          const after = buffer.view();
          const change = changeBetween(before, after);
          if (change?.replaced) replayed = text(after);
          else if (change)
            replayed = [
              ...text(change.prepended),
              ...replayed.slice(change.evicted),
              ...text(change.appended),
            ];
          expect(text(after)).toEqual(model);
          expect(after.gaps()).toEqual([...after].filter(({ kind }) => kind === 'gap'));
          expect(replayed).toEqual(model);
          const seqs = [...after].map((item) => item.seq);
          // One `expect` a step: one a line would take most of the time.
          expect(seqs.filter((seq, row) => row > 0 && seq <= (seqs[row - 1] as number))).toEqual([]);
          expect(seqs.filter((seq, row) => row % 97 === 0 && after.rowOf(seq) !== row)).toEqual([]);
        }
      }),
      { numRuns: kept.numRuns },
    );
  });
});
