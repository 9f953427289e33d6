import { expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../entry.js';
import { withCounts } from './ledger.js';

it('adds to a ledger and leaves the one before as it was', () => {
  const once = withCounts(EMPTY_LEDGER, { received: 3, stored: 2, duplicates: 1 });
  const twice = withCounts(once, { received: 1, malformed: 1, unknown: 2 });
  expect(once).toEqual({ ...EMPTY_LEDGER, received: 3, stored: 2, duplicates: 1 });
  expect(twice).toEqual({ ...once, received: 4, malformed: 1, unknown: 2 });
});
