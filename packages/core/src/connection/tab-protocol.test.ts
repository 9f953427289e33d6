import { expect, it } from 'vitest';
import { LogStreamError } from '../errors.js';
import { compareTerms, packError, unpackError } from './tab-protocol.js';

it('makes every tab take the same one of two leaders of one moment for the newer', () => {
  const [a, b] = [
    { number: 7, leader: 'a' },
    { number: 7, leader: 'b' },
  ];
  expect(compareTerms(a, b)).toBeLessThan(0);
  expect(compareTerms(b, a)).toBeGreaterThan(0);
  expect(compareTerms(a, { ...a })).toBe(0);
});

it('shows an error in other tabs as it is in the one where it happened', () => {
  const error = new LogStreamError('rate-limited', 'slow down', { status: 429, retryAfter: 7_000 });
  expect(unpackError(structuredClone(packError(error)))).toEqual(error);
  const other = new LogStreamError('network', 'down');
  expect(unpackError(structuredClone(packError(other)))).toEqual(other);
});
