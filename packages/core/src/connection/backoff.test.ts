import { expect, it } from 'vitest';
import { backoffDelay } from './backoff.js';

it.each([0, 1_000])('is a number however many attempts have failed, with a base of %i ms', (base) => {
  const options = { base, cap: 30_000, floor: 50, resetAfter: 5_000 };
  expect(backoffDelay(100_000, options, () => 0.5)).toBe(base === 0 ? 50 : 15_000);
});
