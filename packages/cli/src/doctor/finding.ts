import { given } from '../given.js';
import type { Observations } from './observations.js';

/** `skip`: could not be checked; the finding says why. */
export type Level = 'ok' | 'warn' | 'fail' | 'skip';

/** What a check found. */
export interface Finding {
  readonly level: Level;
  /** What was checked, in a word or two. Stable: scripts may rely on it. */
  readonly check: string;
  /** What was found: a sentence or two. */
  readonly what: string;
  /** What to change, and where. */
  readonly fix?: string;
}

/** Judges what was observed. Pure. No findings: the check does not apply. */
export type Check = (seen: Observations) => readonly Finding[];

const maker =
  (level: Level) =>
  (check: string, what: string, fix?: string): readonly Finding[] => [given({ level, check, what, fix })];

export const ok = maker('ok');
export const warn = maker('warn');
export const fail = maker('fail');
export const skip = maker('skip');
export const nothing: readonly Finding[] = [];

/** Milliseconds for people: `350 ms`, `1.5 s`, `12 s`. */
export function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(ms < 9_950 ? 1 : 0)} s`;
}

/** "1 line", "2 lines". */
export function lines(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`;
}
