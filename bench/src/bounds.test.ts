import { describe, expect, it } from 'vitest';
import { BENCHES } from './benches/index.ts';
import { BOUNDS, describeBound, isWithin, type Bound } from './bounds.ts';
import type { Row } from './lib/results.ts';

const bound: Bound = { bench: 'b', metric: 'm', subject: 'tailrace', of: 'ratio', max: 2 };
const row = (ratio: number | undefined): Row[] => [
  {
    bench: 'b',
    metric: 'm',
    unit: 'ms',
    subject: 'tailrace',
    median: 1,
    min: 1,
    max: 1,
    runs: 1,
    failed: 0,
    ratio,
  },
];

describe('a bound', () => {
  it('holds only for a ratio within it', () => {
    expect(isWithin(bound, row(2))).toBe(true);
    expect(isWithin(bound, row(2.1))).toBe(false);
    expect(isWithin({ ...bound, min: 0.5 }, row(0.4))).toBe(false);
  });

  it('does not hold without a value', () => {
    expect(isWithin(bound, row(undefined))).toBe(false);
    expect(isWithin({ ...bound, of: 'done' }, [])).toBe(false);
  });

  it('is described with the measured value', () => {
    expect(describeBound(bound, row(2.5), 'plain')).toContain('2.50 × plain, must be at most 2');
  });

  it.each(BOUNDS)(
    'on $bench · $metric names an existing subject and metric',
    ({ bench, metric, subject }) => {
      const known = BENCHES.find(({ name }) => name === bench);
      expect(known?.metrics.map(({ name }) => name)).toContain(metric);
      expect(known?.subjects).toContain(subject);
    },
  );
});
