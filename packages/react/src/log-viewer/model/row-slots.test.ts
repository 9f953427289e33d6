import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowSlots } from './row-slots.js';

const all = (): boolean => true;
const none = (): boolean => false;
const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => from + at);

describe('RowSlots', () => {
  it('lets a line keep its element while it is drawn, and hands on those of lines that left', () => {
    const slots = new RowSlots((name) => name);
    const first = slots.assign(range(0, 4), all);
    const second = slots.assign(range(2, 4), all);
    expect(second.slice(0, 2)).toEqual(first.slice(2));
    expect([...second].sort()).toEqual([...first].sort());
  });

  it('makes no elements in a flood, and moves none', () => {
    const slots = new RowSlots((name) => name);
    const first = slots.assign(range(0, 30), all);
    expect(slots.assign(range(5_000, 30), all)).toEqual(first);
    expect(slots.assign(range(90_000, 30), all)).toEqual(first);
  });

  it('never hands on an element that must stay what it was', () => {
    const slots = new RowSlots((name) => name);
    const first = slots.assign(range(0, 4), all);
    const second = slots.assign(range(10, 4), (seq) => seq !== 1);
    expect(second).not.toContain(first[1]);
    expect(slots.assign(range(20, 4), none).some((key) => second.includes(key))).toBe(false);
  });

  it('gives each line one element, whatever comes and goes', () => {
    const windows = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 20 }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(windows, fc.integer({ min: 1, max: 5 }), (steps, nth) => {
        const slots = new RowSlots((name) => name);
        let before = new Map<number, string>();
        for (const seqs of steps) {
          const keys = slots.assign(seqs, (seq) => seq % nth !== 0);
          expect(new Set(keys).size).toBe(seqs.length);
          const now = new Map(seqs.map((seq, at) => [seq, keys[at] as string]));
          for (const [seq, key] of now) if (before.has(seq)) expect(key).toBe(before.get(seq));
          for (const [seq, key] of before)
            if (seq % nth === 0 && !now.has(seq)) expect([...now.values()]).not.toContain(key);
          before = now;
        }
      }),
    );
  });
});
