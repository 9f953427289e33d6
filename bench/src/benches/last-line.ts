/** From the top of a log to its last line. Lists whose element exceeds the browser's height limit cannot reach it. */
import type { Bench, BenchContext } from '../bench.ts';
import type { Sample } from '../lib/results.ts';

async function run(subject: string, count: number, { browsers }: BenchContext): Promise<readonly Sample[]> {
  const view = await browsers.openView();
  try {
    await view.call('load', subject, count, count, { length: 24, longEvery: 0 });
    const { shown } = await view.call('mount', 4_000);
    await view.call('toStart');
    return [
      { metric: 'mount: end on screen', value: shown },
      { metric: 'last line on screen', value: await view.call('reachEnd') },
    ];
  } finally {
    await view.close();
  }
}

const lastLine = (name: string, count: number): Bench => ({
  name: `last line ${name}`,
  metrics: [
    { name: 'mount: end on screen', unit: 'ms' },
    { name: 'last line on screen', unit: 'ms' },
  ],
  subjects: ['tanstack', 'tailrace', 'virtua'],
  reference: 'tanstack',
  run: (subject, context) => run(subject, context.quick ? Math.min(count, 2_000_000) : count, context),
});

export const lastLineBenches: readonly Bench[] = [lastLine('5M', 5_000_000)];
