import { expect, it, vi } from 'vitest';
import type { DecodedLine } from '../entry.js';
import { timedLine } from '../testing/timed-line.js';
import { linesBefore } from './older.js';
import { rowKey } from './row-key.js';

it('makes the key of each line once, however often a page is compared with the lines held', () => {
  const rows = Array.from({ length: 500 }, (_, n) => timedLine(`${n}`, n));
  const held = Array.from({ length: 100 }, (_, n) => timedLine(`${n + 450}`, n + 450));
  const key = vi.fn(({ timestamp = '', message }: DecodedLine) => `${timestamp} ${message}`);
  const older = linesBefore(rows, held, rowKey({ identity: 'count' }, { key }, rows, held));
  expect(older).toHaveLength(450);
  expect(key.mock.calls.length).toBeLessThanOrEqual(600);
});
