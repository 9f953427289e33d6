import { expect, it } from 'vitest';
import { merged, type Report } from './report.ts';
import type { Row } from './results.ts';

const row = (bench: string, median: number): Row => ({
  bench,
  metric: 'm',
  unit: 'ms',
  subject: 'tailrace',
  median,
  min: median,
  max: median,
  runs: 1,
  failed: 0,
  ratio: undefined,
});

const report = (rows: readonly Row[]): Report => ({
  machine: { processor: 'p', processors: 2, memory: '8 GiB', system: 's', node: '24', chromium: '1' },
  runs: 5,
  quick: false,
  load: 1,
  rows,
});

it('a report keeps the rows of benches that were not run again, in table order', () => {
  const before = report([row('first', 1), row('second', 1), row('gone', 1)]);
  const { rows } = merged(before, report([row('first', 2)]), ['first', 'second']);
  expect(rows.map(({ bench, median }) => `${bench} ${median}`)).toEqual(['first 2', 'second 1']);
  expect(merged(undefined, before, ['first', 'second', 'gone']).rows).toHaveLength(3);
});
