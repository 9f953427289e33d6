/** The page of the view benches: holds one subject and performs what the runner asks for. */
import { makeLines, serialOf, type BenchLine, type LineOptions } from '../shared/lines.ts';
import { flood, type FloodReport } from './measure/flood.ts';
import { recordFrames, type FrameReport } from './measure/frames.ts';
import { painted, paintedWhen } from './measure/paint.ts';
import { measureFilter, measureFind, type FilterReport, type FindReport } from './measure/query.ts';
import { recordTasks } from './measure/tasks.ts';
import type { FindOptions, Subject } from './subject.ts';
import { SUBJECTS } from './subjects/index.ts';
import { showViewers } from './viewers.tsx';

const host = document.querySelector('#host') as HTMLElement;
let subject: Subject | undefined;
/** Where floods go: to the subject, if there is one. */
let append: (lines: readonly BenchLine[]) => void = (lines) => subject?.append?.(lines);
let firstSerial = '';
let lastSerial = '';
let stopFrames: (() => FrameReport) | undefined;

function current(): Subject {
  if (!subject) throw new Error('No subject was loaded.');
  return subject;
}

function shows(serial: string): boolean {
  for (const row of host.querySelectorAll(current().rows)) if (row.textContent?.includes(serial)) return true;
  return false;
}

/** Whether the row with the newest line exists. */
const showsEnd = (): boolean => shows(lastSerial);

/** Whether some part of the viewport has no row. */
function isBlank(): boolean {
  const { top, height } = current().scroller().getBoundingClientRect();
  const places = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => top + height * share);
  const bare = new Set(places);
  for (const row of host.querySelectorAll(current().rows)) {
    const box = row.getBoundingClientRect();
    for (const place of bare) if (box.top <= place && place <= box.bottom) bare.delete(place);
  }
  return bare.size > 0;
}

let pool: BenchLine[] = [];

/** Number of the first line of a flood. */
const FLOOD_FROM = 6_000_000;

/** Lines made and passed on at once, so that a million of them do not exist twice. */
const PIECE = 20_000;

const bench = {
  /** Makes lines and loads them into a subject. Resolves to the milliseconds that the subject took, without making the lines. */
  async load(name: string, count: number, keep: number, options: LineOptions = {}): Promise<number> {
    const make = SUBJECTS[name];
    if (!make) throw new Error(`Unknown subject "${name}".`);
    subject = (await make())({ keep });
    let took = 0;
    for (let from = 0; from < count; from += PIECE) {
      const lines = makeLines(Math.min(PIECE, count - from), options, from);
      const start = performance.now();
      subject.load(lines);
      took += performance.now() - start;
    }
    const start = performance.now();
    await subject.loaded?.();
    took += performance.now() - start;
    firstSerial = serialOf(0);
    lastSerial = serialOf(count - 1);
    await painted();
    return took;
  },

  /** Milliseconds until the log is on screen; undefined if it never is. */
  async mount(patience = 30_000): Promise<{ shown: number | undefined; longest: number }> {
    const wanted = current().startsAtTop ? firstSerial : lastSerial;
    const tasks = recordTasks();
    const start = performance.now();
    current().mount(host);
    const shown = await paintedWhen(() => shows(wanted), patience);
    return { shown: shown === undefined ? undefined : shown - start, longest: tasks() };
  },

  /** Milliseconds to scroll to the last line; undefined if it never appears. */
  async reachEnd(): Promise<number | undefined> {
    const start = performance.now();
    current().toEnd?.();
    const shown = await paintedWhen(showsEnd, 3_000);
    return shown === undefined ? undefined : shown - start;
  },

  async toStart(): Promise<{ x: number; y: number }> {
    current().toStart();
    await painted();
    await painted();
    const box = current().scroller().getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  },

  scrollTop: (): number => current().scroller().scrollTop,

  startFrames(): void {
    stopFrames = recordFrames(isBlank);
  },

  stopFrames(): FrameReport | undefined {
    return stopFrames?.();
  },

  find: (term: string, options: FindOptions, absent: boolean): Promise<FindReport> =>
    measureFind(current(), host, term, options, absent),

  filter: (text: string): Promise<FilterReport> => measureFilter(current(), host, text),

  /** Starts a search and a filter, and leaves them active. */
  async use(find: string, filter: string): Promise<void> {
    current().filter?.(filter);
    await painted();
    current().find?.(find, {});
    await paintedWhen(() => current().found?.() !== undefined, 20_000);
    current().toEnd?.();
    await painted();
  },

  /** Makes the lines for floods in advance; none of them equals a loaded line. */
  fill(count: number): void {
    pool = makeLines(count, { seed: 2 }, FLOOD_FROM);
  },

  /** Appends lines at a rate. Without a subject, it measures the cost of the harness. */
  flood: (rate: number, seconds: number): Promise<FloodReport> =>
    flood(pool, rate, seconds, (lines) => {
      lastSerial = lines.at(-1)?.message.slice(0, serialOf(0).length) ?? lastSerial;
      append(lines);
    }),

  /** Whether the newest line appears on screen. */
  settled: async (): Promise<boolean> => (await paintedWhen(showsEnd, 5_000)) !== undefined,

  /** Shows many viewers, for floods that go to all of them. */
  async viewers(count: number): Promise<void> {
    append = showViewers(host, count);
    await painted();
    await painted();
  },
};

/** The interface that the runner calls. */
export type BenchPage = typeof bench;

declare global {
  interface Window {
    bench: BenchPage;
  }
}

window.bench = bench;
