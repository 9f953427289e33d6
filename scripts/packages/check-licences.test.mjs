import { describe, expect, it } from 'vitest';
import { isAllowed } from './check-licences.mjs';

describe('a licence', () => {
  it.each(['MIT', '(MIT OR CC0-1.0)', 'GPL-3.0 OR Apache-2.0'])('is fine: %s', (licence) => {
    expect(isAllowed(licence)).toBe(true);
  });

  it.each(['', 'GPL-3.0', 'MIT AND GPL-3.0', 'SEE LICENSE IN LICENSE', 'UNLICENSED'])(
    'is not: "%s"',
    (licence) => {
      expect(isAllowed(licence)).toBe(false);
    },
  );
});
