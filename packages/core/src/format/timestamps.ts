/** Formats timestamps for people. Fractional digits are shown as the server sent them, which may be more than a `Date` can hold. */
import type { DecodedLine } from '../entry.js';

/**
 * How a timestamp is shown.
 * - `local`, `utc`: time of day in the local zone (or `timeZone`), or in UTC.
 * - `date`: date and time in the local zone (or `timeZone`).
 * - `iso`: date and time in UTC.
 * - `relative`: how long before `now`.
 * - `delta`: time since the previous line.
 * - `raw`: as sent.
 */
export type TimestampMode = 'local' | 'date' | 'utc' | 'iso' | 'relative' | 'delta' | 'raw';

/** Options of {@link formatTimestamp}. */
export interface TimestampOptions {
  readonly mode: TimestampMode;
  /** IANA time zone, for `local` and `date`. Default: the host's. */
  readonly timeZone?: string;
  /** Epoch milliseconds, for `relative`. */
  readonly now?: number;
  /** Epoch milliseconds of the previous line, for `delta`. */
  readonly previous?: number;
  /** Timestamp of the previous line as sent, for `delta`: allows more precision than `previous`, if both lines have the digits. */
  readonly previousTimestamp?: string;
  /** Fractional digits of the seconds, 0 to 9, for modes that show a time of day. Default: as sent, at least three. */
  readonly digits?: number;
  /** BCP 47 language tag, for `relative`. Default: the host's. */
  readonly locale?: string;
}

/** Formats the timestamp of a line; empty if the line has none that this mode can show. */
export function formatTimestamp(
  line: Pick<DecodedLine, 'timestamp' | 'time'>,
  options: TimestampOptions,
): string {
  const { timestamp, time } = line;
  if (options.mode === 'raw' || time === undefined) return timestamp ?? '';
  const fraction = (): string => fractionOf(timestamp, time, options.digits);
  switch (options.mode) {
    case 'iso':
      return `${new Date(time).toISOString().slice(0, -5)}${fraction()}Z`;
    case 'utc':
      return `${new Date(time).toISOString().slice(-13, -5)}${fraction()}`;
    case 'date':
      return `${datedOf(options.timeZone).format(time)}${fraction()}`;
    case 'local':
      return `${clock(time, options.timeZone)}${fraction()}`;
    case 'relative':
      return relative(time, options.now ?? time, options.locale);
    case 'delta':
      return options.previous === undefined
        ? ''
        : delta(
            time - options.previous,
            finer(timestamp, time),
            finer(options.previousTimestamp, options.previous),
          );
  }
}

/** The fractional digits of the seconds, as sent. */
function sentDigits(timestamp: string | undefined): string | undefined {
  return timestamp === undefined ? undefined : /:\d{2}[.,](\d+)/.exec(timestamp)?.[1];
}

const milliseconds = (time: number): string => String(((time % 1_000) + 1_000) % 1_000).padStart(3, '0');

/** The digits after the milliseconds, up to nanoseconds; empty if `time` does not belong to the timestamp. */
function finer(timestamp: string | undefined, time: number): string {
  const sent = sentDigits(timestamp);
  return sent?.slice(0, 3) === milliseconds(time) ? sent.slice(3, 9) : '';
}

/** The dot and the fractional digits: as sent, at least three; or exactly `digits`. */
function fractionOf(timestamp: string | undefined, time: number, digits: number | undefined): string {
  if (digits === 0) return '';
  const known = sentDigits(timestamp) ?? milliseconds(time);
  return `.${digits === undefined ? known.padEnd(3, '0') : known.slice(0, digits).padEnd(digits, '0')}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** The time of day. For the host's zone without a formatter: creating the first one takes as long as rendering a screen of lines. */
function clock(time: number, timeZone: string | undefined): string {
  if (timeZone !== undefined) return datedOf(timeZone).format(time).slice(-8);
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Caches formatters, which are expensive to create. There are only as many as zones and languages in use. */
function cached<Format>(formats: Map<string, Format>, key: string, make: () => Format): Format {
  let known = formats.get(key);
  if (known === undefined) formats.set(key, (known = make()));
  return known;
}

const dated = new Map<string, Intl.DateTimeFormat>();
const relatives = new Map<string, Intl.RelativeTimeFormat>();

/** Date and time of day. In Sweden they are written as in ISO 8601. */
const datedOf = (timeZone: string | undefined): Intl.DateTimeFormat =>
  cached(
    dated,
    timeZone ?? '',
    () => new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }),
  );

const relativeOf = (locale: string | undefined): Intl.RelativeTimeFormat =>
  cached(
    relatives,
    locale ?? '',
    () => new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' }),
  );

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

function relative(time: number, now: number, locale: string | undefined): string {
  const passed = time - now;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(passed) >= length) ?? (['second', 1_000] as const);
  // −0 gives "0 seconds ago" and not "in 0 seconds".
  return relativeOf(locale).format(Math.trunc(passed / size) || -0, unit);
}

/** `fine` and `fineBefore`: the digits of both timestamps after their milliseconds. Only as many as both have are used. */
function delta(passed: number, fine: string, fineBefore: string): string {
  const digits = Math.min(fine.length, fineBefore.length);
  const unit = 10 ** digits;
  const whole = passed * unit + Number(fine.slice(0, digits)) - Number(fineBefore.slice(0, digits));
  const sign = whole < 0 ? '−' : '+';
  const size = Math.abs(whole) / unit;
  if (size < 1_000) return `${sign}${size.toFixed(digits)} ms`;
  if (size < 60_000) return `${sign}${(size / 1_000).toFixed(3 + digits)} s`;
  const minutes = Math.floor(size / 60_000);
  // Cut off and not rounded, because 59.96 s would become 60.0.
  const seconds = (Math.floor((size % 60_000) / 100) / 10).toFixed(1).padStart(4, '0');
  return minutes < 60
    ? `${sign}${minutes}:${seconds}`
    : `${sign}${Math.floor(minutes / 60)}:${two(minutes % 60)}:${seconds}`;
}
