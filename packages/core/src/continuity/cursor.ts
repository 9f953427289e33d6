/**
 * Where a resume asks from, so that the answer repeats at least the last `overlap` milliseconds of what was delivered. The stamp is one of
 * a delivered line, and an older one than the newest: a server that reads `since` as "after" then still repeats the newest line's whole
 * tick, of which we may hold only a part. Never is one made up: a stamp that was rounded, or moved by a nanosecond, may lie behind a line.
 */
import type { Cursor } from '../backends/source.js';
import { given } from '../lib/given.js';
import type { DeliveredWindow } from './delivered-window.js';
import type { DeliveredLine } from './line-key.js';

/**
 * See the file's head. Where no delivered line is old enough the answer is "from the start"; so it is where the log as a whole,
 * `fromStart`, is shorter than the overlap: a late line may come before all others.
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

/** The newest line that is older than the overlap; else the oldest that may be asked from. */
function anchorOf<Raw>(
  window: DeliveredWindow<Raw>,
  overlap: number,
  fromStart: boolean,
): DeliveredLine<Raw> | undefined {
  const end = endOf(window);
  if (end === undefined) return undefined;
  // The oldest tick of a truncated window may be held in part only; it cannot anchor.
  const torn = window.truncated ? window.oldest?.time : undefined;
  let best = Number.POSITIVE_INFINITY;
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
 * What comes next is as new as this, or newer: the latest stamp, unless one of the two newest is older. The clock stepped back then, or
 * a stamp was from the future.
 */
function endOf<Raw>(window: DeliveredWindow<Raw>): number | undefined {
  let latest: number | undefined;
  let last = Number.POSITIVE_INFINITY;
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
