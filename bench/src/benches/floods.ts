/** Lines that keep arriving: what they cost the page's main thread, and how smooth the frames are. */
import type { Bench, BenchContext } from '../bench.ts';
import type { ViewPage, Work } from '../lib/browsers.ts';
import type { Sample } from '../lib/results.ts';
import type { FloodReport } from '../../pages/measure/flood.ts';

/** Seconds of a flood before it is measured, so that code is warm. */
const WARM = 0.5;

const secondsOf = (quick: boolean): number => (quick ? 1.5 : 4);
/** Seconds of the traced flood that follows. */
const TRACED = 1;
/** Lines that these floods need, plus a few. */
const poolOf = (rate: number, quick: boolean): number =>
  Math.ceil(rate * (secondsOf(quick) + WARM + TRACED) * 1.05);

const workMetrics = [
  { name: 'script per line', unit: 'µs' },
  { name: 'style and layout per line', unit: 'µs' },
  { name: 'all work per line', unit: 'µs' },
];

/** Work per line, from the page's work before and after. */
function workSamples(before: Work, after: Work, lines: number): Sample[] {
  const of = (part: keyof Work): number => ((after[part] - before[part]) * 1e6) / lines;
  return [
    { metric: 'script per line', value: of('script') },
    { metric: 'style and layout per line', value: of('layout') },
    { metric: 'all work per line', value: of('all') },
  ];
}

const frameMetrics = [
  { name: 'frames per second', unit: 'fps' },
  { name: 'frame p99', unit: 'ms' },
  { name: 'long tasks', unit: '' },
];

const frameSamples = ({ rate, p99, longTasks }: FloodReport): Sample[] => [
  { metric: 'frames per second', value: rate },
  { metric: 'frame p99', value: p99 },
  { metric: 'long tasks', value: longTasks },
];

async function mounted(view: ViewPage): Promise<void> {
  if ((await view.call('mount')).shown === undefined) throw new Error('it never appeared on screen');
}

const SCRIPT_AND_FORCED = 'script and forced layout per line';

/** A flood in follow mode. `harness` is the page that shows nothing: the cost of the bench itself. */
async function follow(
  subject: string,
  rate: number,
  { browsers, quick }: BenchContext,
): Promise<readonly Sample[]> {
  const view = await browsers.openView();
  try {
    const alone = subject === 'harness';
    if (!alone) {
      await view.call('load', subject, 10_000, 10_000);
      await mounted(view);
    }
    await view.call('fill', poolOf(rate, quick));
    await view.call('flood', rate, WARM);
    const before = await view.work();
    const report = await view.call('flood', rate, secondsOf(quick));
    const after = await view.work();
    const forced = await view.forcedLayout(() => view.call('flood', rate, TRACED));
    if (!alone && !(await view.call('settled'))) throw new Error('the newest line never appeared');
    const lines = report.delivered;
    const held = after.script - before.script + forced * (after.layout - before.layout);
    return [
      ...workSamples(before, after, lines),
      { metric: SCRIPT_AND_FORCED, value: (held * 1e6) / lines },
      { metric: 'delivered', value: (lines / report.seconds / rate) * 100 },
      ...frameSamples(report),
    ];
  } finally {
    await view.close();
  }
}

const followBench = (rate: number, name: string, subjects: readonly string[]): Bench => ({
  name: `flood ${name}`,
  metrics: [
    { name: SCRIPT_AND_FORCED, unit: 'µs' },
    ...workMetrics,
    { name: 'delivered', unit: '%' },
    ...frameMetrics,
  ],
  subjects,
  reference: 'tanstack',
  run: (subject, context) => follow(subject, rate, context),
});

/** A buffer of a million lines, an active filter and search, and ten thousand new lines per second. */
async function busy(subject: string, { browsers, quick }: BenchContext): Promise<readonly Sample[]> {
  const view = await browsers.openView();
  try {
    const count = quick ? 100_000 : 1_000_000;
    await view.call('load', subject, count, count);
    await mounted(view);
    await view.call('fill', poolOf(10_000, quick));
    await view.call('use', 'needle', 'request');
    await view.call('flood', 10_000, WARM);
    const before = await view.work();
    const report = await view.call('flood', 10_000, secondsOf(quick));
    const after = await view.work();
    return [...workSamples(before, after, report.delivered), ...frameSamples(report)];
  } finally {
    await view.close();
  }
}

async function viewers(count: number, { browsers, quick }: BenchContext): Promise<readonly Sample[]> {
  const view = await browsers.openView();
  try {
    await view.call('fill', poolOf(1_000, quick));
    await view.call('viewers', count);
    await view.call('flood', 1_000, WARM);
    const before = await view.work();
    const report = await view.call('flood', 1_000, secondsOf(quick));
    const after = await view.work();
    return [...workSamples(before, after, report.delivered * count), ...frameSamples(report)];
  } finally {
    await view.close();
  }
}

export const floodBenches: readonly Bench[] = [
  followBench(50_000, '50k/s', ['tanstack', 'tailrace', 'virtua', 'patternfly', 'floor', 'harness']),
  followBench(1_000, '1k/s', ['tanstack', 'tailrace', 'melloware', 'naive', 'harness']),
  {
    name: 'busy 1M',
    metrics: [...workMetrics, ...frameMetrics],
    subjects: ['tailrace'],
    reference: 'tailrace',
    run: busy,
  },
  {
    name: 'viewers 20',
    metrics: [...workMetrics, ...frameMetrics],
    subjects: ['1 viewer', '20 viewers'],
    reference: '1 viewer',
    run: (subject, context) => viewers(Number.parseInt(subject, 10), context),
  },
];
