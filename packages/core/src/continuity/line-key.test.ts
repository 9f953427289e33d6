import { expect, it } from 'vitest';
import { shortenKey } from './line-key.js';

it('makes keys that tell lines apart and say nothing of them', () => {
  expect(shortenKey('a')).not.toBe(shortenKey('b'));
  expect(shortenKey('a')).toBe(shortenKey('a'));
  for (const text of ['secret', 'secret '.repeat(1_000)]) {
    expect(shortenKey(text)).not.toContain('secret');
    expect(shortenKey(text).length).toBeLessThan(24);
  }
});
