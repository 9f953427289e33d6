/** The replay of a tail that is not complete yet: lines, and the payloads over the cap between them. `align` only. */
import type { DecodedLine } from '../entry.js';
import { align, type Alignment } from './align.js';
import type { DeliveredLine } from './line-key.js';
import type { OversizeMark } from './oversize-marks.js';

/** See the file's head. */
export class Replay<Raw = unknown> {
  readonly lines: DecodedLine<Raw>[] = [];
  /** By the index of the line after them. */
  readonly marks: OversizeMark[] = [];

  /** Payloads that arrived. */
  get length(): number {
    return this.lines.length + this.marks.length;
  }

  push(lines: readonly DecodedLine<Raw>[]): void {
    for (const line of lines) this.lines.push(line);
  }

  pushOversize(bytes: number): void {
    this.marks.push({ at: this.lines.length, bytes });
  }
}

/** Lays lines against what was delivered, see {@link align}. `textOf`: what a line is recognised by but for its stamp. */
export function layAgainst<Raw>(
  held: readonly DeliveredLine<Raw>[],
  lines: readonly DecodedLine<Raw>[],
  textOf: (line: DeliveredLine<Raw>) => string,
  whole: boolean,
): Alignment {
  const key = alignmentKey(held, lines, textOf);
  return align(held.map(key), lines.map(key), whole);
}

/**
 * How many delivered lines follow the last of `lines`, a stretch of the same log that may end before what was delivered.
 * 0: it does not. `whole`: that stretch begins where the log does.
 */
export function aheadOf<Raw>(
  held: readonly DeliveredLine<Raw>[],
  lines: readonly DecodedLine<Raw>[],
  textOf: (line: DeliveredLine<Raw>) => string,
  whole: boolean,
): number {
  const key = alignmentKey(held, lines, textOf);
  const ours = held.map(key);
  const theirs = lines.map(key);
  const inside = align(theirs, ours, whole);
  const beyond = align(ours, theirs, whole).overlap;
  const shorter =
    inside.overlap > beyond || (whole && inside.overlap === theirs.length && inside.overlap >= beyond);
  return shorter && inside.overlap > 0 ? ours.length - inside.next : 0;
}

/** Whether every line has a stamp. Stamps make lines all but unique; they count where both sides have them. */
export function isStamped<Raw>(
  held: readonly DeliveredLine<Raw>[],
  lines: readonly DecodedLine<Raw>[],
): boolean {
  const stamped = (line: DeliveredLine<Raw>): boolean => line.timestamp !== undefined;
  return held.every(stamped) && lines.every(stamped);
}

function alignmentKey<Raw>(
  held: readonly DeliveredLine<Raw>[],
  lines: readonly DecodedLine<Raw>[],
  textOf: (line: DeliveredLine<Raw>) => string,
): (line: DeliveredLine<Raw>) => string {
  return isStamped(held, lines) ? (line) => `${line.timestamp} ${textOf(line)}` : (line) => textOf(line);
}
