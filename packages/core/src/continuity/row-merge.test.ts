import { describe, expect, it } from 'vitest';
import type { DecodedLine } from '../entry.js';
import { HeldQueue, type HeldItem } from './held-queue.js';
import { timedLine as line } from '../testing/timed-line.js';
import { createRowMerge } from './row-merge.js';

const a = line('a', 1_000);
const b = line('b', 2_000);
const c = line('c', 3_000);
const d = line('d', 4_000);

/** What a merge says of these pages while those lines wait: rows, and in brackets what waits and comes after them. */
function merge(waiting: readonly DecodedLine[], pages: readonly (readonly DecodedLine[])[]) {
  const never = (): boolean => false;
  const known = { recognises: never, isNewest: never, isBeforeWindow: never, isBeforeStart: never };
  const queue = new HeldQueue<unknown>({ lines: 100, bytes: 1e6 }, ({ message }) => message, known);
  for (const one of waiting) queue.push(one);
  const rows = createRowMerge(queue, false, 5_000);
  const text = (items: readonly HeldItem<unknown>[]) =>
    items.map((item) => (typeof item === 'object' ? item.message : item)).join('');
  const order = pages.map((page) =>
    rows
      .steps(page)
      .map(
        (step) => text(step.rows) + (step.next && step.waiting.length > 0 ? `(${text(step.waiting)})` : ''),
      )
      .join(''),
  );
  return { order, passed: rows.passed };
}

describe('rows of REST while live lines wait', () => {
  it('are stored as they are as long as they do not meet what waits', () => {
    expect(merge([c], [[a], [b]])).toEqual({ order: ['a', 'b'], passed: false });
  });

  it('have in their midst what waits before the first row that both have', () => {
    expect(merge([b, c], [[a, c, d]]).order).toEqual(['a(b)cd']);
  });

  it('bring what waits in the same tick by themselves; what they do not bring comes at the end of it', () => {
    const twin = line('x', c.time as number);
    expect(merge([twin, c], [[a, c], [d]]).order).toEqual(['a(x)c', '(x)d']);
  });

  it('are enough once they have come past what waits by as much as a line may be late', () => {
    expect(merge([b], [[a, b, c]]).passed).toBe(false);
    expect(merge([b], [[a, b, line('e', 7_000)]]).passed).toBe(true);
  });
});
