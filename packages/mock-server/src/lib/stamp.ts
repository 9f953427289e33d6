/** A point in time with more precision than `Date`: whole microseconds since the epoch plus 0–999 nanoseconds. */
export interface Moment {
  readonly micros: number;
  readonly nanos: number;
}

/** The moment of a time in epoch milliseconds, which may have a fraction. */
export function momentAt(ms: number): Moment {
  return { micros: Math.round(ms * 1000), nanos: 0 };
}

/** The format of a timestamp. `zone: 'none'` leaves the zone out; an offset such as `+02:00` writes the time in that zone. */
export interface StampFormat {
  /** Fraction digits, 0–9. Digits beyond are cut off, not rounded. */
  readonly digits: number;
  readonly zone: 'Z' | 'none' | `${'+' | '-'}${number}:${number}` | (string & {});
}

const STAMP =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s?(Z|z|[+-]\d{2}:?\d{2})?$/;

/**
 * Parses an ISO 8601 timestamp; without a zone it is UTC. Returns undefined for anything else, in particular for a `+`
 * that arrived as a space because the sender did not URL-encode it.
 */
export function parseStamp(text: string): Moment | undefined {
  const match = STAMP.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const seconds =
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) /
    1000;
  if (!Number.isFinite(seconds) || Number(month) > 12 || Number(day) > 31 || Number(hour) > 24)
    return undefined;
  const nanos = Number(fraction.padEnd(9, '0'));
  return {
    micros: (seconds - offsetMinutes(zone) * 60) * 1_000_000 + Math.floor(nanos / 1000),
    nanos: nanos % 1000,
  };
}

/** Writes a moment, e.g. `2026-01-15T10:30:45.123456Z`. */
export function formatStamp(moment: Moment, format: StampFormat): string {
  const zoned = format.zone !== 'Z' && format.zone !== 'none';
  const micros = zoned ? moment.micros + offsetMinutes(format.zone) * 60_000_000 : moment.micros;
  const wholeMillis = Math.floor(micros / 1000);
  const iso = new Date(wholeMillis).toISOString();
  const fraction =
    iso.slice(20, 23) +
    String(micros - wholeMillis * 1000).padStart(3, '0') +
    String(moment.nanos).padStart(3, '0');
  const digits = format.digits > 0 ? `.${fraction.slice(0, format.digits)}` : '';
  return `${iso.slice(0, 19)}${digits}${format.zone === 'none' ? '' : format.zone}`;
}

/** Negative, zero or positive if `a` is before, at or after `b`. */
export function compareMoments(a: Moment, b: Moment): number {
  return a.micros - b.micros || a.nanos - b.nanos;
}

/** Whether `moment` is after `since`, or equal to it if `inclusive`; always true without `since`. */
export function isAfter(moment: Moment, since: Moment | undefined, inclusive: boolean): boolean {
  if (!since) return true;
  const order = compareMoments(moment, since);
  return inclusive ? order >= 0 : order > 0;
}

function offsetMinutes(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}
