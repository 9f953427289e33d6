/** Streams from a real server into a page without a debugger. */
import type { Bench, BenchContext } from '../bench.ts';
import type { Sample } from '../lib/results.ts';

interface Answer {
  readonly lines: number;
  readonly ms: number;
}

/** Milliseconds. A subject that takes longer is a hundred times slower than the others. */
const TIMEOUT = 30_000;
const THROUGHPUT = [{ name: 'lines per second', unit: 'k/s' }];

async function read(
  subject: string,
  query: Readonly<Record<string, string | number>>,
  lines: number,
  { browsers }: BenchContext,
): Promise<readonly Sample[]> {
  const answer = (await browsers.runDetached({ ...query, subject, lines }, TIMEOUT)) as Answer;
  if (answer.lines !== lines) throw new Error(`${subject} read ${answer.lines} of ${lines} lines.`);
  return [{ metric: 'lines per second', value: lines / answer.ms }];
}

const socketBench = (batch: number, lines: number, subjects: readonly string[]): Bench => ({
  name: `WebSocket, ${batch} per frame`,
  metrics: THROUGHPUT,
  subjects,
  reference: 'WebSocket + JSON.parse',
  run: (subject, context) =>
    read(subject, { kind: 'socket', batch }, context.quick ? lines / 4 : lines, context),
});

async function latency(subject: string, { browsers, quick }: BenchContext): Promise<readonly Sample[]> {
  const query = { kind: 'latency', subject, rate: 1_000, seconds: quick ? 3 : 6 };
  const answer = (await browsers.runDetached(query, TIMEOUT)) as { p50: number; p99: number };
  return [
    { metric: 'p50', value: answer.p50 },
    { metric: 'p99', value: answer.p99 },
  ];
}

export const transportBenches: readonly Bench[] = [
  {
    name: 'SSE in Chromium',
    metrics: THROUGHPUT,
    subjects: [
      'fetch + eventsource-parser',
      'tailrace',
      'floor',
      'hand scan',
      'EventSource',
      'eventsource (package)',
      'fetch-event-source',
    ],
    reference: 'fetch + eventsource-parser',
    run: (subject, context) => read(subject, { kind: 'sse' }, context.quick ? 25_000 : 100_000, context),
  },
  socketBench(1, 40_000, ['WebSocket + JSON.parse', 'tailrace', 'floor']),
  socketBench(100, 200_000, ['WebSocket + JSON.parse', 'tailrace', 'floor']),
  {
    name: 'latency 1k/s',
    metrics: [
      { name: 'p50', unit: 'ms' },
      { name: 'p99', unit: 'ms' },
    ],
    subjects: ['floor', 'tailrace'],
    reference: 'floor',
    run: latency,
  },
];
