/** Mount, scroll, find and filter in one page per run: what a person does with an existing log. */
import type { Bench, BenchContext } from '../bench.ts';
import type { ViewPage } from '../lib/browsers.ts';
import type { Sample } from '../lib/results.ts';
import { TERMS } from '../../shared/lines.ts';

/** A log of a given size, and the subjects that can show it. */
interface Size {
  readonly name: string;
  readonly count: number;
  readonly subjects: readonly string[];
}

export const SIZES: readonly Size[] = [
  {
    name: '10k',
    count: 10_000,
    subjects: ['tanstack', 'tailrace', 'virtua', 'patternfly', 'melloware', 'floor', 'naive'],
  },
  {
    name: '100k',
    count: 100_000,
    subjects: ['tanstack', 'tailrace', 'virtua', 'patternfly', 'melloware', 'floor'],
  },
  { name: '1M', count: 1_000_000, subjects: ['tanstack', 'tailrace', 'virtua', 'patternfly', 'floor'] },
];

/** Subjects that can filter, and find case-sensitively and by regular expression. The others find only text in any case. */
const FULL = ['tanstack', 'tailrace', 'floor'];
const FINDERS = [...FULL, 'patternfly', 'melloware'];

/** Wheel events in quick succession, as from a person in a hurry. */
const TURNS = 40;
const TURN_PIXELS = 600;

const SEARCHES = [
  { name: 'rare', term: TERMS.rare, options: { caseSensitive: true } },
  { name: 'common', term: TERMS.common, options: { caseSensitive: true } },
  { name: 'absent', term: TERMS.absent, options: { caseSensitive: true } },
  { name: 'any case', term: TERMS.rare, options: {} },
  { name: 'regex', term: 'needle-[0-9a-f]{4}', options: { regex: true } },
] as const;

async function scroll(view: ViewPage): Promise<Sample[]> {
  const { x, y } = await view.call('toStart');
  await view.page.mouse.move(x, y);
  const before = await view.call('scrollTop');
  await view.call('startFrames');
  for (let turn = 0; turn < TURNS; turn++) await view.page.mouse.wheel(0, TURN_PIXELS);
  const wanted = before + TURNS * TURN_PIXELS * 0.9;
  for (let look = 0; look < 40 && (await view.call('scrollTop')) < wanted; look++)
    await view.page.waitForTimeout(25);
  const report = await view.call('stopFrames');
  return [
    { metric: 'scroll: blank frames', value: report?.blank },
    { metric: 'scroll: dropped frames', value: report?.dropped },
    { metric: 'scroll: frame p99', value: report?.p99 },
  ];
}

async function find(view: ViewPage, subject: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const { name, term, options } of SEARCHES) {
    if (!FULL.includes(subject) && name !== 'any case') continue;
    const report = await view.call('find', term, options, name === 'absent');
    if (name !== 'absent' && subject !== 'melloware')
      samples.push({ metric: `find ${name}: first on screen`, value: report.first });
    samples.push({ metric: `find ${name}: exact count`, value: report.counted });
    samples.push({ metric: `find ${name}: longest task`, value: report.longest });
  }
  return samples;
}

async function filter(view: ViewPage): Promise<Sample[]> {
  const { keys, first, longest } = await view.call('filter', TERMS.rare);
  const sorted = keys.toSorted((a, b) => a - b);
  return [
    { metric: 'filter: key to frame, p50', value: sorted[Math.floor(sorted.length / 2)] },
    { metric: 'filter: key to frame, worst', value: sorted.at(-1) },
    { metric: 'filter: first results', value: first },
    { metric: 'filter: longest task', value: longest },
  ];
}

const ms = (name: string) => ({ name, unit: 'ms' });

const METRICS = [
  ms('mount: lines on screen'),
  ms('mount: longest task'),
  ms('mount: all work'),
  { name: 'scroll: blank frames', unit: '' },
  { name: 'scroll: dropped frames', unit: '' },
  ms('scroll: frame p99'),
  ...SEARCHES.flatMap(({ name }) => [
    ms(`find ${name}: first on screen`),
    ms(`find ${name}: exact count`),
    ms(`find ${name}: longest task`),
  ]),
  ms('filter: key to frame, p50'),
  ms('filter: key to frame, worst'),
  ms('filter: first results'),
  ms('filter: longest task'),
];

async function run(subject: string, { count }: Size, { browsers }: BenchContext): Promise<Sample[]> {
  const view = await browsers.openView();
  try {
    await view.call('load', subject, count, count);
    const before = await view.work();
    const { shown, longest } = await view.call('mount');
    const after = await view.work();
    const samples: Sample[] = [
      { metric: 'mount: lines on screen', value: shown },
      { metric: 'mount: longest task', value: longest },
      { metric: 'mount: all work', value: (after.all - before.all) * 1000 },
    ];
    if (shown === undefined) return samples;
    // All its ten thousand rows exist, and checking each of them in each frame would slow it down.
    if (subject !== 'naive') samples.push(...(await scroll(view)));
    if (FINDERS.includes(subject)) samples.push(...(await find(view, subject)));
    if (FULL.includes(subject)) samples.push(...(await filter(view)));
    return samples;
  } finally {
    await view.close();
  }
}

export const viewBenches: readonly Bench[] = SIZES.map((size) => ({
  name: `view ${size.name}`,
  metrics: METRICS,
  subjects: size.subjects,
  reference: 'tanstack',
  run: (subject, context) => run(subject, size, context),
}));
