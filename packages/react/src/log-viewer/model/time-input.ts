/** Parses a time as the user types it. Pure: the current time and the log's times are passed in. */

/** The context in which a typed time is interpreted. */
export interface TimeInputContext {
  /** What `-5m` counts from. Epoch milliseconds. */
  readonly now: number;
  /** IANA name of the zone of a time without one. Default: the reader's. */
  readonly timeZone?: string | undefined;
  /** Time of the oldest and of the newest line held. Epoch milliseconds. */
  readonly first?: number | undefined;
  readonly last?: number | undefined;
  /** Time of the line that is being read; where a time of day fits several days, the nearest to it is meant. */
  readonly near?: number | undefined;
}

const DAY = 86_400_000;
const UNITS: Readonly<Record<string, number>> = { d: DAY, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T\s]+(.+?))?$/i;
const ZONE = /\s*(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)$/i;
const AGO = /^[-−](?:\d+(?:\.\d+)?(?:ms|[dhms])\s*)+$/i;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that the zone is ahead of UTC at a moment. */
function offsetAt(time: number, timeZone: string | undefined): number {
  const key = timeZone ?? '';
  const clock =
    clocks.get(key) ??
    new Intl.DateTimeFormat('en-US', {
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      ...(timeZone === undefined ? {} : { timeZone }),
    });
  clocks.set(key, clock);
  const part: Record<string, number> = {};
  for (const { type, value } of clock.formatToParts(time)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1_000) * 1_000;
}

/** The moment at which the clocks of a zone show what a UTC clock shows at `shown`. */
function fromZone(shown: number, timeZone: string | undefined): number {
  const guess = shown - offsetAt(shown, timeZone);
  return shown - offsetAt(guess, timeZone);
}

/** Milliseconds since midnight; undefined when it is no time of day. */
function timeOfDay(text: string): number | undefined {
  const match = CLOCK.exec(text);
  if (!match) return undefined;
  const [hours, minutes, seconds] = [match[1], match[2], match[3] ?? '0'].map(Number) as [
    number,
    number,
    number,
  ];
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined;
  const fraction = Number(`0.${match[4] ?? '0'}`) * 1_000;
  return hours * 3_600_000 + minutes * 60_000 + seconds * 1_000 + Math.floor(fraction);
}

/** The day for a time of day: among the days with lines, the one nearest to the line being read; if there is none, the one nearest to any line. */
function onSomeDay(clock: number, context: TimeInputContext): number {
  const { timeZone, now } = context;
  const first = context.first ?? now;
  const last = Math.max(first, context.last ?? now);
  const near = Math.min(Math.max(context.near ?? last, first), last);
  const candidates = [first, near, last].flatMap((time) => {
    const shown = time + offsetAt(time, timeZone);
    const midnight = shown - (((shown % DAY) + DAY) % DAY);
    return [-DAY, 0, DAY].map((days) => fromZone(midnight + days + clock, timeZone));
  });
  const outside = (time: number): number => Math.max(first - time, time - last, 0);
  const better = (a: number, b: number): number =>
    outside(a) - outside(b) || Math.abs(a - near) - Math.abs(b - near);
  return candidates.sort(better)[0] as number;
}

function zoneOffset(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return 0;
  const size = (Number(match[2]) * 60 + Number(match[3] ?? '0')) * 60_000;
  return match[1] === '-' ? -size : size;
}

function dated(match: RegExpExecArray, context: TimeInputContext): number | undefined {
  const [year, month, day] = [match[1], match[2], match[3]].map(Number) as [number, number, number];
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const rest = match[4]?.trim() ?? '';
  const zone = ZONE.exec(rest);
  const time = zone ? rest.slice(0, zone.index) : rest;
  const clock = time === '' ? 0 : timeOfDay(time);
  if (clock === undefined) return undefined;
  return zone
    ? midnight + clock - zoneOffset(zone[1] as string)
    : fromZone(midnight + clock, context.timeZone);
}

/**
 * Epoch milliseconds of `10:31`, `10:31:02.5`, a date, a date with time (ISO 8601, with a zone or without), `-5m` or `-1h30m`;
 * undefined when it is none of these.
 */
export function readTime(typed: string, context: TimeInputContext): number | undefined {
  const text = typed.trim();
  if (AGO.test(text)) {
    let ago = 0;
    for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/gi))
      ago += Number(count) * (UNITS[(unit as string).toLowerCase()] as number);
    return context.now - ago;
  }
  const clock = timeOfDay(text);
  if (clock !== undefined) return onSomeDay(clock, context);
  const date = DATE.exec(text);
  return date ? dated(date, context) : undefined;
}
