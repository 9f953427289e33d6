import { describe, expect, it } from 'vitest';
import { figure, formatMarkdown } from './format.ts';
import type { Row } from './results.ts';

const row = (change: Partial<Row>): Row => ({
  bench: 'b',
  metric: 'm',
  unit: 'ms',
  subject: 'ours',
  median: 10,
  min: 9,
  max: 11,
  runs: 5,
  failed: 0,
  ratio: 2,
  ...change,
});
const cells = (change: Partial<Row>): string => {
  const rows = [row({ subject: 'plain', median: 5, ratio: undefined }), row(change)];
  return formatMarkdown(rows, 'plain').replace(/ +/g, ' ');
};

describe('figures', () => {
  it.each([
    [0, '0'],
    [0.01234, '0.0123'],
    [12.345, '12.3'],
    [1234.5, '1,235'],
  ])('%d is %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });
});

describe('a table', () => {
  it('shows the ratio next to a value, but not next to a count', () => {
    expect(cells({})).toContain('| m | 5 ms | 10 ms (2 ×) |');
    expect(cells({ unit: '' })).toContain('| 10 |');
  });

  it('shows what never finished, and how often it did not', () => {
    expect(cells({ median: undefined, ratio: undefined, failed: 5 })).toContain('| never |');
    expect(cells({ failed: 2 })).toContain('10 ms (2 of 5 never) (2 ×)');
  });
});
