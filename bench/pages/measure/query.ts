import type { FindOptions, Subject } from '../subject.ts';
import { painted, paintedWhen } from './paint.ts';
import { recordTasks } from './tasks.ts';

/** The results of a search, in milliseconds. */
export interface FindReport {
  /** Until a highlighted match was on screen. */
  readonly first: number | undefined;
  /** Until the exact count was on screen. */
  readonly counted: number | undefined;
  readonly longest: number;
  readonly total: number | undefined;
}

const PATIENCE = 20_000;

/** Measures a new search for a term. */
export async function measureFind(
  subject: Subject,
  host: HTMLElement,
  term: string,
  options: FindOptions,
  absent: boolean,
): Promise<FindReport> {
  subject.find?.('', {});
  await paintedWhen(() => subject.mark === undefined || host.querySelector(subject.mark) === null, 2_000);
  await painted();
  const tasks = recordTasks();
  const start = performance.now();
  let first: number | undefined;
  let counted: number | undefined;
  subject.find?.(term, options);
  await paintedWhen(() => {
    const now = performance.now() - start;
    if (first === undefined && subject.mark !== undefined && host.querySelector(subject.mark)) first = now;
    if (counted === undefined && subject.found?.() !== undefined) counted = now;
    return counted !== undefined && (absent || first !== undefined || subject.mark === undefined);
  }, PATIENCE);
  return { first, counted, longest: tasks(), total: subject.found?.() };
}

/** The results of typing into the filter, in milliseconds. */
export interface FilterReport {
  /** From each key to the frame after it. */
  readonly keys: readonly number[];
  /** From the last key until only lines with the text were on screen. */
  readonly first: number | undefined;
  readonly longest: number;
}

/** Types a text, one letter per frame. */
export async function measureFilter(
  subject: Subject,
  host: HTMLElement,
  text: string,
): Promise<FilterReport> {
  subject.filter?.('');
  await painted();
  await painted();
  const tasks = recordTasks();
  const keys: number[] = [];
  let last = 0;
  for (let length = 1; length <= text.length; length++) {
    last = performance.now();
    subject.filter?.(text.slice(0, length));
    keys.push((await painted()) - last);
  }
  const wanted = text.toLowerCase();
  const seen = await paintedWhen(() => {
    const rows = [...host.querySelectorAll(subject.rows)];
    return rows.length > 0 && rows.every((row) => row.textContent?.toLowerCase().includes(wanted));
  }, PATIENCE);
  const longest = tasks();
  subject.filter?.('');
  await painted();
  return { keys, first: seen === undefined ? undefined : seen - last, longest };
}
