import type { Observations } from './observations.js';

/** `skip`: could not be checked, and why. */
export type Level = 'ok' | 'warn' | 'fail' | 'skip';

/** What a check found. */
export interface Finding {
  readonly level: Level;
  /** What was looked at, in a word or two. Stable: scripts may look for it. */
  readonly check: string;
  /** A sentence or two. */
  readonly what: string;
  /** What to do and where. */
  readonly fix?: string;
}

/** From what was seen to what it means. Pure. None: it does not apply here. */
export type Check = (seen: Observations) => readonly Finding[];

const maker =
  (level: Level) =>
  (check: string, what: string, fix?: string): readonly Finding[] => [
    { level, check, what, ...(fix === undefined ? {} : { fix }) },
  ];

export const ok = maker('ok');
export const warn = maker('warn');
export const fail = maker('fail');
export const skip = maker('skip');
export const nothing: readonly Finding[] = [];

/** Milliseconds as a person says them. */
export function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(ms < 9_950 ? 1 : 0)} s`;
}

/** "1 line", "2 lines". */
export function lines(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`;
}
