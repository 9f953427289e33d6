/** Checks arguments before anything is sent. Each function throws `invalid-argument` and says what to pass. */
import { invalidArgument } from '../errors.js';
import { describe, isRecord } from './json.js';
import { parseTime } from './time.js';

/** Checks that options are an object. */
export function checkOptions(options: unknown, name = 'options'): void {
  if (!isRecord(options)) throw invalidArgument(`${name} must be an object, not ${describe(options)}.`);
}

/** Checks that a value is of one of a few types, as `typeof` names them; undefined passes. */
export function checkType(name: string, value: unknown, ...types: readonly string[]): void {
  if (value === undefined || types.includes(typeof value)) return;
  throw invalidArgument(`${name} must be a ${types.join(' or a ')}, not ${describe(value)}.`);
}

/** Checks that lines can be read: a source has none, as several streams may read it. */
export function checkViewSource(source: { readonly observe: unknown }): void {
  if (typeof (source as typeof source | null | undefined)?.observe !== 'function')
    throw invalidArgument('Pass a stream or a filtered view.');
}

/** Checks a whole number within bounds; undefined passes. */
export function checkInteger(name: string, value: number | undefined, min: number, max = Infinity): void {
  if (value === undefined) return;
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  const range = max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`;
  throw invalidArgument(`${name} must be a whole number ${range}, not ${describe(value)}.`);
}

/** Checks that a value is one of a list of words; undefined passes. */
export function checkOneOf(name: string, value: string | undefined, words: readonly string[]): void {
  if (value === undefined || words.includes(value)) return;
  throw invalidArgument(`${name} must be one of ${words.join(', ')}, not ${describe(value)}.`);
}

/** Checks a timestamp; undefined passes. */
export function checkTime(name: string, value: string | undefined): void {
  if (value === undefined) return;
  if (typeof value === 'string' && parseTime(value) !== undefined) return;
  throw invalidArgument(
    `${name} must be an ISO 8601 timestamp such as 2026-01-15T10:30:00.000Z, not ${describe(value)}.`,
  );
}

/** Checks a calendar day; undefined passes. */
export function checkDate(name: string, value: string | undefined): void {
  if (value === undefined) return;
  if (typeof value === 'string' && value.length === 10 && parseTime(value) !== undefined) return;
  throw invalidArgument(`${name} must be a day such as 2026-01-15, not ${describe(value)}.`);
}

/** The whole number within bounds that is nearest to `value`, rounded down. */
export function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, Math.floor(value)));
}
