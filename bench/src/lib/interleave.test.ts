import { describe, expect, it } from 'vitest';
import type { Bench, BenchContext } from '../bench.ts';
import { runInterleaved } from './interleave.ts';

function benchOf(run: (subject: string) => number): { bench: Bench; order: string[] } {
  const order: string[] = [];
  const bench: Bench = {
    name: 'b',
    metrics: [{ name: 'm', unit: 'ms' }],
    subjects: ['x', 'y', 'z'],
    reference: 'x',
    run: async (subject) => {
      order.push(subject);
      return [{ metric: 'm', value: run(subject) }];
    },
  };
  return { bench, order };
}

const context = {} as BenchContext;
const silent = (): void => undefined;

describe('interleaved runs', () => {
  it('start with each subject in turn', async () => {
    const { bench, order } = benchOf(() => 1);
    await runInterleaved(bench, bench.subjects, 3, context, silent);
    expect(order.join('')).toBe('xyzyzxzxy');
  });

  it('continue if a subject fails, and show the failure', async () => {
    const said: string[] = [];
    const { bench } = benchOf((subject) => {
      if (subject === 'y') throw new Error('it froze');
      return 2;
    });
    const rows = await runInterleaved(bench, bench.subjects, 2, context, (text) => said.push(text));
    expect(rows.find(({ subject }) => subject === 'y')).toMatchObject({ median: undefined, failed: 2 });
    expect(rows.find(({ subject }) => subject === 'z')).toMatchObject({ median: 2, failed: 0, ratio: 1 });
    expect(said.join()).toContain('it froze');
  });

  it('run an exact bench only once', async () => {
    const { bench, order } = benchOf(() => 1);
    await runInterleaved({ ...bench, exact: true }, bench.subjects, 5, context, silent);
    expect(order).toHaveLength(3);
  });
});
