/** What stands for the time of a line, told from its stamp alone. */
import type { Item } from './driven-log.js';
import { shownRows, type ShownRow } from './shown-rows.js';
import { linesOf, type Wanted } from './wanted.js';

/** Zones that a viewer is given, and the minutes by which their clocks are ahead on the days of the log. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ['Asia/Kolkata', 330],
  ['Europe/Vienna', 60],
]);

/** The names of {@link ZONES}. */
export const ZONE_NAMES: readonly string[] = [...ZONES.keys()];

/** What may stand for the time: after lines that left the buffer, what passed since one of them that is kept in sight, or nothing. */
export function timesOf(
  item: Item & { readonly kind: 'line' },
  wanted: Wanted,
): readonly (string | undefined)[] {
  const { timestamp } = item.made.line;
  const { timestamps, timeZone } = wanted;
  if (timestamps === 'off') return [undefined];
  if (timestamp === undefined) return [''];
  const time = Date.parse(timestamp);
  const ahead = ZONES.get(timeZone ?? '') ?? -new Date(time).getTimezoneOffset();
  if (timestamps === 'utc') return [clockOf(time, 0, wanted)];
  if (timestamps === 'local') return [clockOf(time, ahead, wanted)];
  if (timestamps === 'date')
    return [`${new Date(time + ahead * 60_000).toISOString().slice(0, 10)} ${clockOf(time, ahead, wanted)}`];
  // It is told again every second.
  if (timestamps === 'relative') return [0, 1_000, 2_000].map((late) => agoOf(Date.now() - late - time));
  return deltasOf(item, time, wanted);
}

function clockOf(time: number, ahead: number, { digits }: Wanted): string {
  const stamp = new Date(time + ahead * 60_000).toISOString();
  const sent = stamp.slice(20, 23);
  if (digits === 0) return stamp.slice(11, 19);
  return `${stamp.slice(11, 19)}.${digits === undefined ? sent : sent.slice(0, digits).padEnd(digits, '0')}`;
}

function agoOf(passed: number): string {
  const size = Math.abs(passed);
  const [length, one, many] =
    size < 60_000
      ? ([1_000, 'sec.', 'sec.'] as const)
      : size < 3_600_000
        ? ([60_000, 'min.', 'min.'] as const)
        : size < 86_400_000
          ? ([3_600_000, 'hr.', 'hr.'] as const)
          : ([86_400_000, 'day', 'days'] as const);
  const of = Math.floor(size / length);
  const words = `${of} ${of === 1 ? one : many}`;
  return passed < 0 && of > 0 ? `in ${words}` : `${words} ago`;
}

function deltasOf(item: Item, time: number, wanted: Wanted): readonly string[] {
  const shown = shownRows(wanted);
  const all: readonly ShownRow[] = [...shown.gone, ...shown.held];
  const before = all
    .slice(0, all.indexOf(item))
    .filter((each) => each.kind === 'line' && each.made.line.timestamp !== undefined)
    .at(-1);
  if (before?.kind !== 'line' || before.made.line.timestamp === undefined) return [''];
  const since = (stamp: string): string => sincePassed(time - Date.parse(stamp));
  if (!wanted.gone.includes(before)) return [since(before.made.line.timestamp)];
  const stamps = linesOf(wanted.gone).flatMap(({ line }) => line.timestamp ?? []);
  return [since(before.made.line.timestamp), '', ...stamps.map(since)];
}

function sincePassed(passed: number): string {
  const size = Math.abs(passed);
  const sign = passed < 0 ? '−' : '+';
  if (size < 1_000) return `${sign}${size} ms`;
  if (size < 60_000) return `${sign}${(size / 1_000).toFixed(3)} s`;
  return `${sign}${Math.floor(size / 60_000)}:${((size % 60_000) / 1_000).toFixed(1).padStart(4, '0')}`;
}
