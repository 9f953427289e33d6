import { describe, expect, it } from 'vitest';
import { toRows, type Sample } from './results.ts';

const ms = (value: number | undefined): Sample[] => [{ metric: 'shown', value }];

describe('rows of a bench', () => {
  const rounds = [
    new Map([
      ['ours', ms(10)],
      ['plain', ms(20)],
      ['frozen', ms(undefined)],
    ]),
    // A slow moment of the machine: both values are slow, and the ratio stays the same.
    new Map([
      ['ours', ms(100)],
      ['plain', ms(200)],
      ['frozen', ms(undefined)],
    ]),
    new Map([
      ['ours', ms(12)],
      ['plain', ms(20)],
      ['frozen', ms(undefined)],
    ]),
  ];
  const rows = toRows(
    'mount 10k',
    [{ name: 'shown', unit: 'ms' }],
    ['ours', 'plain', 'frozen'],
    'plain',
    rounds,
  );

  it('have the median and the range', () => {
    expect(rows[0]).toMatchObject({ subject: 'ours', median: 12, min: 10, max: 100, runs: 3, failed: 0 });
  });

  it('have ratios taken within a round', () => {
    expect(rows[0]?.ratio).toBe(0.5);
    expect(rows[1]?.ratio).toBeUndefined();
  });

  it('count the runs without a value', () => {
    expect(rows[2]).toMatchObject({ subject: 'frozen', median: undefined, runs: 3, failed: 3 });
  });
});
