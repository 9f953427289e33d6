/** Parses single values of the command line. Each function throws a {@link UsageError} that says what to write instead. */
import { compileFilter } from '@tailrace/core';
import { UsageError } from '../usage-error.js';
import { didYouMean } from './did-you-mean.js';

/** A whole number within bounds. */
export function wholeNumber(name: string, text: string, min: number, max: number, command: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`;
  throw new UsageError(`${name} takes a whole number ${range}.`, command);
}

/** A number above 0. `takes`: what the option takes, as the beginning of a sentence. */
export function positiveNumber(takes: string, text: string, max: number, command: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && value <= max) return value;
  throw new UsageError(`${takes} a number above 0, up to ${max}.`, command);
}

/** One of a few words, in any case. */
export function oneOf<T extends string>(name: string, text: string, words: readonly T[], command: string): T {
  const found = words.find((word) => word === text.toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(`${name} must be one of ${listOf(words)}${didYouMean(text, words)}`, command);
}

/** "a, b or c". */
export function listOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

/** An `http(s):` URL to which paths can be appended. Trailing slashes are removed. */
export function baseUrl(text: string, command: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    const web = /^wss?:\/\//i.test(text) ? text.replace(/^ws/i, 'http') : `http://${text}`;
    // A second scheme would be no guess: http://ftp://x.
    const guess =
      /^[\w.:/[\]-]+$/.test(text) && web.lastIndexOf('://') < 6 && URL.canParse(web)
        ? ` Did you mean ${web}?`
        : '';
    throw new UsageError(`The base URL must begin with http:// or https://.${guess}`, command);
  }
  if (url.username !== '' || url.password !== '')
    throw new UsageError(
      'Leave user and password out of the base URL; pass a token with TAILRACE_TOKEN or --token.',
      command,
    );
  if (url.search !== '' || url.hash !== '')
    throw new UsageError(
      'Leave out the part of the base URL from "?" or "#" on; pass a token with TAILRACE_TOKEN or --token.',
      command,
    );
  return text.replace(/\/+$/, '');
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A timestamp, kept exactly as written, or an age such as `10m`, which is turned into one. */
export function since(text: string, now: number, command: string): string {
  const age = /^(\d+)([smhd])$/.exec(text);
  if (age !== null) {
    const time = now - Number(age[1]) * (UNITS[age[2] as string] as number);
    return new Date(Math.max(0, time)).toISOString();
  }
  try {
    compileFilter({ since: text }); // accepts the timestamps that a stream accepts
    return text;
  } catch {
    throw new UsageError(
      '--since takes a timestamp such as 2026-01-31T12:00:00Z, or an age such as 10m or 2h.',
      command,
    );
  }
}

/** A regular expression: in Unicode mode if it is valid there, in the sloppy mode otherwise. */
export function regularExpression(text: string, command: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch {
    // Many everyday patterns (`\-`, `\_`) are invalid only in Unicode mode.
  }
  try {
    return new RegExp(text);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message.replace(/^Invalid regular expression: /, '') : '';
    throw new UsageError(
      `--grep is not a regular expression: ${why}. Put a backslash before a character that is meant literally.`,
      command,
    );
  }
}

/** A calendar day, `YYYY-MM-DD`. */
export function day(text: string, command: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const time = Date.parse(`${text}T00:00:00Z`);
    // `Date.parse` turns 02-31 into a day in March.
    if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  }
  throw new UsageError('--date takes an existing day, such as 2026-01-31.', command);
}
