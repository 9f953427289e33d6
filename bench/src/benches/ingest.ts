/** From the bytes of an SSE stream to stored lines, in Node, each subject in its own process. */
import type { Bench, BenchContext } from '../bench.ts';
import { runChild } from '../lib/child.ts';
import type { Sample } from '../lib/results.ts';

async function run(subject: string, { quick }: BenchContext): Promise<readonly Sample[]> {
  const lines = quick ? 50_000 : 200_000;
  const { ms } = await runChild<{ ms: number }>('ingest.ts', [subject, String(lines)]);
  return [{ metric: 'lines per second', value: lines / ms }];
}

async function heap(subject: string, lines: number): Promise<readonly Sample[]> {
  const { bytes } = await runChild<{ bytes: number }>('heap.ts', [subject, String(lines)]);
  return [{ metric: 'bytes per line', value: bytes / lines }];
}

const heapBench = (name: string, lines: number): Bench => ({
  name: `heap ${name}`,
  metrics: [{ name: 'bytes per line', unit: 'B' }],
  subjects: ['strings alone', 'parsed objects', 'tailrace'],
  reference: 'strings alone',
  run: (subject, { quick }) => heap(subject, quick ? Math.min(lines, 100_000) : lines),
});

export const ingestBenches: readonly Bench[] = [
  {
    name: 'ingest in Node',
    metrics: [{ name: 'lines per second', unit: 'k/s' }],
    subjects: [
      'eventsource-parser + JSON.parse',
      'tailrace',
      'tailrace, filtered',
      'floor',
      'JSON.parse alone',
    ],
    reference: 'eventsource-parser + JSON.parse',
    run,
  },
  heapBench('100k', 100_000),
  heapBench('1M', 1_000_000),
];
