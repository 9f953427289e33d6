import { describe, expect, it } from 'vitest';
import { LogBuffer } from '../buffer/log-buffer.js';
import { EMPTY_LEDGER } from '../entry.js';
import type { LogStreamSnapshot } from '../stream-types.js';
import { makeSnapshot } from './snapshot.js';

const state = {
  status: 'live',
  ledger: EMPTY_LEDGER,
  history: { more: false, loading: false },
} as unknown as Omit<LogStreamSnapshot, 'view' | 'items'>;

function filled(): LogBuffer {
  const buffer = new LogBuffer({ lines: 10, bytes: 1_000_000 });
  buffer.append([{ level: 'info', message: 'one', labels: {}, raw: undefined }]);
  return buffer;
}

describe('a snapshot', () => {
  it('reads its items when asked, and gives the same array each time', () => {
    const buffer = filled();
    const snapshot = makeSnapshot(buffer.view(), state);
    const { items } = snapshot;
    expect(items.map((item) => item.seq)).toEqual([0]);
    expect(snapshot.items).toBe(items);
    expect(Object.isFrozen(items)).toBe(true);
  });

  it('does not mix up its items with those of the one after it', () => {
    const buffer = filled();
    const before = makeSnapshot(buffer.view(), state);
    buffer.append([{ level: 'info', message: 'two', labels: {}, raw: undefined }]);
    const after = makeSnapshot(buffer.view(), state);
    expect(after.items).toHaveLength(2);
    expect(before.items).toHaveLength(1);
  });

  it('has them where it is copied', () => {
    const snapshot = makeSnapshot(filled().view(), state);
    expect({ ...snapshot }.items).toBe(snapshot.items);
  });
});
