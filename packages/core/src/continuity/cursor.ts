/**
 * Chooses where a resume starts reading, so that the response repeats at least the last `overlap` milliseconds of delivered lines. It is the
 * timestamp of a delivered line older than the newest: even a server that treats `since` as exclusive then repeats all lines with the newest
 * timestamp, of which we may have only some. The timestamp is never computed: a rounded one, or one moved by a nanosecond, might skip a line.
 */
import type { Cursor } from '../backends/source.js';
import { given } from '../lib/given.js';
import type { DeliveredWindow } from './delivered-window.js';
import type { DeliveredLine } from './line-key.js';

/**
 * See the file's head. If no delivered line is old enough, the result has no `since` and asks from the start. With `fromStart` that is also so if the
 * whole log is shorter than the overlap, because a late line may precede all others.
 */
export function cursorOf<Raw>(window: DeliveredWindow<Raw>, overlap: number, fromStart = false): Cursor {
  const { newest } = window;
  const anchor = anchorOf(window, overlap, fromStart);
  return given({
    delivered: window.delivered,
    lastId: newest?.id,
    lastTimestamp: newest?.timestamp,
    since: anchor?.timestamp,
    sinceTime: anchor?.time,
  });
}

/** The newest line that is older than the overlap, or else the oldest line that can serve as a cursor. */
function anchorOf<Raw>(
  window: DeliveredWindow<Raw>,
  overlap: number,
  fromStart: boolean,
): DeliveredLine<Raw> | undefined {
  const end = endOf(window);
  if (end === undefined) return undefined;
  // Of the oldest tick in a truncated window we may have only some lines, so it cannot be the cursor.
  const torn = window.truncated ? window.oldest?.time : undefined;
  let best = Infinity;
  let bestIndex = -1;
  for (let index = window.length - 1; index >= 0; index--) {
    const time = window.timeAt(index);
    if (time === undefined || time >= end || (torn !== undefined && time <= torn)) continue;
    if (time < best && window.at(index)?.timestamp !== undefined) {
      best = time;
      bestIndex = index;
    }
    if (best <= end - overlap) return window.at(bestIndex);
  }
  return fromStart ? undefined : window.at(bestIndex);
}

/**
 * The time at or after which new lines are expected: the latest time, unless one of the two newest lines has an older one, because
 * the clock was set back or a timestamp was in the future.
 */
function endOf<Raw>(window: DeliveredWindow<Raw>): number | undefined {
  let latest: number | undefined;
  let last = Infinity;
  let lastButOne = last;
  for (let index = 0; index < window.length; index++) {
    const time = window.timeAt(index);
    if (time === undefined) continue;
    latest = Math.max(latest ?? time, time);
    lastButOne = last;
    last = time;
  }
  return latest === undefined ? undefined : Math.min(latest, last, lastButOne);
}
