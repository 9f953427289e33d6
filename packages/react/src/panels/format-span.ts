const DAY = 86_400_000;

/** Formats by options: they are expensive to create, and there are only a few. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(undefined, options);
  formats.set(key, known);
  return known;
}

/** A time, as exact as bars of this width need, in the reader's time zone; empty where it is none, as for a range without an end. */
export function formatSpan(time: number, width: number): string {
  if (Number.isNaN(new Date(time).getTime())) return '';
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  if (width >= DAY) return formatOf({ dateStyle: 'medium' }).format(time);
  if (width >= 3_600_000) return formatOf({ month: 'short', day: 'numeric', ...clock }).format(time);
  if (width >= 60_000) return formatOf(clock).format(time);
  const seconds: Intl.DateTimeFormatOptions = { ...clock, second: '2-digit' };
  return formatOf(width >= 1_000 ? seconds : { ...seconds, fractionalSecondDigits: 1 }).format(time);
}
