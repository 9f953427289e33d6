/** Checks arguments before anything is sent. Each function throws `invalid-argument` and says what to pass. */
import { invalidArgument } from '../errors.js';
import { describe, isRecord } from './json.js';
import { parseTime } from './time.js';

/** Throws: `name` must be `what`, and not this value. */
export function refuse(name: string, what: string, value: unknown): never {
  throw invalidArgument(`${name} must be ${what}, not ${describe(value)}.`);
}

/** Checks that options are an object. */
export function checkOptions(options: unknown, name = 'options'): void {
  if (!isRecord(options)) refuse(name, 'an object', options);
}

/** Checks that a value is of one of a few types, as `typeof` names them; undefined passes. */
export function checkType(name: string, value: unknown, ...types: readonly string[]): void {
  if (value === undefined || types.includes(typeof value)) return;
  refuse(name, `a ${types.join(' or a ')}`, value);
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
  refuse(name, `a whole number ${max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`}`, value);
}

/** Checks that a value is one of a list of words; undefined passes. */
export function checkOneOf(name: string, value: string | undefined, words: readonly string[]): void {
  if (value === undefined || words.includes(value)) return;
  refuse(name, `one of ${words.join(', ')}`, value);
}

/** Checks a timestamp; undefined passes. */
export function checkTime(name: string, value: string | undefined): void {
  if (value === undefined) return;
  if (typeof value === 'string' && parseTime(value) !== undefined) return;
  refuse(name, 'an ISO 8601 timestamp such as 2026-01-15T10:30:00.000Z', value);
}

/** Checks a calendar day; undefined passes. */
export function checkDate(name: string, value: string | undefined): void {
  if (value === undefined) return;
  if (typeof value === 'string' && value.length === 10 && parseTime(value) !== undefined) return;
  refuse(name, 'a day such as 2026-01-15', value);
}

/** The whole number within bounds that is nearest to `value`, rounded down. */
export function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, Math.floor(value)));
}
