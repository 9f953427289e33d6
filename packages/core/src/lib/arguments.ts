/** Checks of what a caller passes in, done before anything is sent. Each throws `invalid-argument` and says what to pass. */
import { invalidArgument } from '../errors.js';
import { describe } from './json.js';
import { parseTime } from './time.js';

/** A whole number within bounds; undefined passes. */
export function checkInteger(name: string, value: number | undefined, min: number, max = Infinity): void {
  if (value === undefined) return;
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  const range = max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`;
  throw invalidArgument(`${name} must be a whole number ${range}, not ${describe(value)}.`);
}

/** One of a list of words; undefined passes. */
export function checkOneOf(name: string, value: string | undefined, words: readonly string[]): void {
  if (value === undefined || words.includes(value)) return;
  throw invalidArgument(`${name} must be one of ${words.join(', ')}, not ${describe(value)}.`);
}

/** Checks a timestamp; undefined passes. It is sent as it is. */
export function checkTime(name: string, value: string | undefined): void {
  if (value === undefined) return;
  if (typeof value === 'string' && parseTime(value) !== undefined) return;
  throw invalidArgument(
    `${name} must be an ISO 8601 timestamp such as 2026-01-15T10:30:00.000Z, not ${describe(value)}.`,
  );
}

/** A calendar day; undefined passes. */
export function checkDate(name: string, value: string | undefined): void {
  if (value === undefined) return;
  if (typeof value === 'string' && value.length === 10 && parseTime(value) !== undefined) return;
  throw invalidArgument(`${name} must be a day such as 2026-01-15, not ${describe(value)}.`);
}

/** `value` brought within bounds. */
export function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, Math.floor(value)));
}
