/** The targets of Tailrace; docs/performance.md lists them with what was reached. */
import { figure } from './lib/format.ts';
import type { Row } from './lib/results.ts';

/** One target: a bound on a value, or on its ratio to another value. */
export interface Target {
  readonly what: string;
  readonly bench: string;
  readonly metric: string;
  /** Default: `tailrace`. */
  readonly subject?: string;
  /** What the value is divided by. `reference`: use the ratio measured round by round. */
  readonly beside?:
    'reference' | { readonly bench?: string; readonly subject: string; readonly name: string };
  readonly min?: number;
  readonly max?: number;
}

const FIND = ['rare', 'common', 'absent'] as const;
const longest = (name: string): Target => ({
  what: `find ${name} in 1 M: longest task`,
  bench: 'view 1M',
  metric: `find ${name}: longest task`,
  max: 16,
});

/** For targets that are out of reach: at most 1.3 times as long as the floor. */
const WITHIN_FLOOR = 0.77;

export const TARGETS: readonly Target[] = [
  {
    what: 'SSE bytes → stored and filtered entries, Node',
    bench: 'ingest in Node',
    metric: 'lines per second',
    subject: 'tailrace, filtered',
    beside: 'reference',
    min: 0.9,
  },
  {
    what: 'SSE bytes → stored and filtered entries, Node',
    bench: 'ingest in Node',
    metric: 'lines per second',
    subject: 'tailrace, filtered',
    beside: { subject: 'floor', name: 'the floor' },
    min: WITHIN_FLOOR,
  },
  {
    what: 'SSE in Chromium',
    bench: 'SSE in Chromium',
    metric: 'lines per second',
    beside: 'reference',
    min: 0.95,
  },
  {
    what: 'SSE in Chromium',
    bench: 'SSE in Chromium',
    metric: 'lines per second',
    beside: { subject: 'EventSource', name: 'EventSource' },
    min: 2.5,
  },
  {
    what: 'SSE in Chromium',
    bench: 'SSE in Chromium',
    metric: 'lines per second',
    beside: { subject: 'floor', name: 'the floor' },
    min: WITHIN_FLOOR,
  },
  {
    what: 'WebSocket, one log per frame',
    bench: 'WebSocket, 1 per frame',
    metric: 'lines per second',
    beside: 'reference',
    min: 0.95,
  },
  {
    what: 'WebSocket, 100 logs per frame',
    bench: 'WebSocket, 100 per frame',
    metric: 'lines per second',
    beside: 'reference',
    min: 0.95,
  },
  {
    what: 'WebSocket, 100 logs per frame',
    bench: 'WebSocket, 100 per frame',
    metric: 'lines per second',
    beside: { subject: 'floor', name: 'the floor' },
    min: WITHIN_FLOOR,
  },
  {
    what: 'script and forced layout per line at 50,000 lines/s',
    bench: 'flood 50k/s',
    metric: 'script and forced layout per line',
    max: 3,
  },
  {
    what: 'script and forced layout per line at 50,000 lines/s',
    bench: 'flood 50k/s',
    metric: 'script and forced layout per line',
    beside: 'reference',
    max: 0.9,
  },
  {
    what: 'script alone per line at 50,000 lines/s',
    bench: 'flood 50k/s',
    metric: 'script per line',
    beside: 'reference',
    max: 0.9,
  },
  { what: 'frames at 50,000 lines/s, p99', bench: 'flood 50k/s', metric: 'frame p99', max: 33.5 },
  { what: 'heap per line at 100 k', bench: 'heap 100k', metric: 'bytes per line', max: 250 },
  { what: 'heap per line at 1 M', bench: 'heap 1M', metric: 'bytes per line', max: 250 },
  { what: 'mount 1 M', bench: 'view 1M', metric: 'mount: lines on screen', max: 100 },
  {
    what: 'mount 1 M',
    bench: 'view 1M',
    metric: 'mount: lines on screen',
    beside: { bench: 'view 10k', subject: 'tailrace', name: 'our own 10 k' },
    max: 1.5,
  },
  { what: 'reach the last line of 5 M', bench: 'last line 5M', metric: 'last line on screen', max: 50 },
  { what: 'scroll 1 M by wheel: blank frames', bench: 'view 1M', metric: 'scroll: blank frames', max: 0 },
  { what: 'scroll 1 M by wheel: dropped frames', bench: 'view 1M', metric: 'scroll: dropped frames', max: 3 },
  {
    what: 'find rare in 1 M: first on screen',
    bench: 'view 1M',
    metric: 'find rare: first on screen',
    max: 50,
  },
  {
    what: 'find common in 1 M: first on screen',
    bench: 'view 1M',
    metric: 'find common: first on screen',
    max: 50,
  },
  ...FIND.map((name) => ({
    what: `find ${name} in 1 M: exact count`,
    bench: 'view 1M',
    metric: `find ${name}: exact count`,
    max: 120,
  })),
  ...FIND.map(longest),
  {
    what: 'find in any case in 1 M: exact count',
    bench: 'view 1M',
    metric: 'find any case: exact count',
    max: 250,
  },
  {
    what: 'find by expression in 1 M: exact count',
    bench: 'view 1M',
    metric: 'find regex: exact count',
    max: 250,
  },
  longest('any case'),
  longest('regex'),
  { what: 'filter key on 100 k, p50', bench: 'view 100k', metric: 'filter: key to frame, p50', max: 17 },
  {
    what: 'filter key on 100 k, worst',
    bench: 'view 100k',
    metric: 'filter: key to frame, worst',
    max: 33.5,
  },
  { what: 'filter on 1 M: first results', bench: 'view 1M', metric: 'filter: first results', max: 50 },
  {
    what: '10,000 lines/s into 1 M, filter and search on',
    bench: 'busy 1M',
    metric: 'frames per second',
    min: 55,
  },
  {
    what: 'core with one backend, initial load',
    bench: 'bundle',
    metric: 'initial load',
    subject: 'core, one backend',
    max: 9,
  },
  {
    what: 'all of core, initial load',
    bench: 'bundle',
    metric: 'initial load',
    subject: 'core, all of it',
    max: 16,
  },
  {
    what: 'react, core, virtual and CSS, initial load',
    bench: 'bundle',
    metric: 'initial load',
    subject: 'react, core, virtual, CSS',
    max: 34,
  },
  {
    what: '20 viewers at 1,000 lines/s each',
    bench: 'viewers 20',
    metric: 'frames per second',
    subject: '20 viewers',
    min: 55,
  },
  { what: 'line written → on screen, p99 at 1,000 lines/s', bench: 'latency 1k/s', metric: 'p99', max: 50 },
];

function find(rows: readonly Row[], bench: string, metric: string, subject: string): Row | undefined {
  return rows.find((row) => row.bench === bench && row.metric === metric && row.subject === subject);
}

/** The value that a target bounds; undefined if the subject never got there. */
export function valueOf(
  { bench, metric, subject = 'tailrace', beside }: Target,
  rows: readonly Row[],
): number | undefined {
  const row = find(rows, bench, metric, subject);
  if (row?.median === undefined || beside === undefined) return row?.median;
  if (beside === 'reference') return row.ratio;
  const other = find(rows, beside.bench ?? bench, metric, beside.subject)?.median;
  return other === undefined ? undefined : row.median / other;
}

/** Whether the other value of a ratio was measured, too. */
function isMeasured({ bench, metric, beside }: Target, rows: readonly Row[]): boolean {
  if (typeof beside !== 'object') return true;
  return find(rows, beside.bench ?? bench, metric, beside.subject) !== undefined;
}

/** The targets of the measured benches, as a Markdown table. */
export function formatTargets(rows: readonly Row[], referenceOf: (bench: string) => string): string {
  const lines = ['| what | target | measured | reached |', '| --- | --- | --- | --- |'];
  for (const target of TARGETS) {
    const { what, bench, metric, subject = 'tailrace', beside, min, max } = target;
    const row = find(rows, bench, metric, subject);
    if (!row || !isMeasured(target, rows)) continue;
    const value = valueOf(target, rows);
    const unit = beside === undefined ? ` ${row.unit}` : ' ×';
    const other = beside === undefined ? '' : ` ${beside === 'reference' ? referenceOf(bench) : beside.name}`;
    const wanted = max === undefined ? `≥ ${min}` : `≤ ${max}`;
    const holds = value !== undefined && value >= (min ?? -Infinity) && value <= (max ?? Infinity);
    const found = value === undefined ? 'never' : `${figure(value)}${unit}`;
    lines.push(`| ${what} | ${wanted}${unit}${other} | ${found} | ${holds ? 'yes' : 'no'} |`);
  }
  return lines.join('\n');
}
