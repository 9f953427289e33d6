import { describe, expect, it } from 'vitest';
import { BENCHES } from './benches/index.ts';
import type { Row } from './lib/results.ts';
import { formatTargets, TARGETS, valueOf, type Target } from './targets.ts';

const row = (bench: string, subject: string, median: number | undefined, ratio?: number): Row => ({
  bench,
  metric: 'mount: lines on screen',
  unit: 'ms',
  subject,
  median,
  min: median,
  max: median,
  runs: 5,
  failed: 0,
  ratio,
});

describe('the targets', () => {
  it.each(TARGETS)(
    '$what ($metric) name an existing subject and metric',
    ({ bench, metric, subject = 'tailrace' }) => {
      const known = BENCHES.find(({ name }) => name === bench);
      expect(known?.metrics.map(({ name }) => name)).toContain(metric);
      expect(known?.subjects).toContain(subject);
    },
  );

  const target: Target = { what: 'mount', bench: 'view 1M', metric: 'mount: lines on screen', max: 100 };
  const rows = [row('view 1M', 'tailrace', 90, 0.5), row('view 10k', 'tailrace', 30)];

  it('bound a value, a ratio within a run, or a ratio to another row', () => {
    expect(valueOf(target, rows)).toBe(90);
    expect(valueOf({ ...target, beside: 'reference' }, rows)).toBe(0.5);
    const beside = { bench: 'view 10k', subject: 'tailrace', name: 'our own 10 k' };
    expect(valueOf({ ...target, beside }, rows)).toBe(3);
  });

  it('leave out a ratio to a subject that was not measured', () => {
    expect(formatTargets([row('view 1M', 'tailrace', 90, 0.5)], () => 'tanstack')).not.toContain(
      'our own 10 k',
    );
  });

  it('show what was reached and what was not', () => {
    const table = formatTargets(rows, () => 'tanstack');
    expect(table).toContain('| mount 1 M | ≤ 100 ms | 90 ms | yes |');
    expect(table).toContain('| mount 1 M | ≤ 1.5 × our own 10 k | 3 × | no |');
    expect(formatTargets([row('view 1M', 'tailrace', undefined)], () => '')).toContain('| never | no |');
  });
});
