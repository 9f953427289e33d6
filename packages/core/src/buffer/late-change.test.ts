import { describe, expect, it, vi } from 'vitest';
import type { LogItem } from '../entry.js';
import { LateChange } from './late-change.js';

const gap = (seq: number): LogItem => ({ kind: 'gap', seq, reason: 'outage' });

describe('LateChange', () => {
  it('makes lines when they are read, once', () => {
    const appended = vi.fn(() => [gap(2)]);
    const prepended = vi.fn(() => [gap(1)]);
    const change = new LateChange(3, appended, prepended);
    expect([change.evicted, change.replaced, change.cleared]).toEqual([3, false, false]);
    expect(appended).not.toHaveBeenCalled();
    expect(change.appended).toEqual([gap(2)]);
    expect(change.appended).toBe(change.appended);
    expect(change.prepended).toEqual([gap(1)]);
    expect([appended, prepended].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });

  it('keeps its lines in a copy', () => {
    const change = new LateChange(
      0,
      () => [gap(2)],
      () => [gap(1)],
    );
    expect({ ...change }).toMatchObject({
      appended: [gap(2)],
      prepended: [gap(1)],
      evicted: 0,
      replaced: false,
    });
  });
});
