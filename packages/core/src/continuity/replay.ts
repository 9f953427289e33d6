/**
 * A replayed tail that is not complete yet: lines, and the oversized payloads between them. Used by `align` only, so it is a separate
 * chunk that is loaded before the first stream of such a backend connects.
 */
import type { DecodedLine } from '../entry.js';
import { align, type Alignment } from './align.js';
import type { DeliveredLines } from './delivered-lines.js';
import type { HeldItem } from './held-queue.js';
import type { DeliveredLine } from './line-key.js';
import type { ReplayLag } from './replaying.js';

/** See the file's head. */
export class Replay<Raw = unknown> {
  /** What has arrived: lines, and the sizes of oversized payloads. */
  readonly items: HeldItem<Raw>[] = [];

  /** Index of the first delivered line after the newest gap. */
  private readonly recent: number;

  /**
   * @param asked Number of lines that the server was asked to replay; undefined: nothing tells when the replay is complete.
   * @param isBaseline It lies before the requested start, so that it overlaps nothing.
   */
  constructor(
    private readonly delivered: DeliveredLines<Raw>,
    private readonly asked: number | undefined,
    private readonly isBaseline: boolean,
  ) {
    this.recent = Math.max(0, delivered.beforeGap - delivered.delivered + delivered.window.length);
  }

  get isComplete(): boolean {
    return this.asked !== undefined && !this.isShort;
  }

  get lines(): DecodedLine<Raw>[] {
    return this.items.filter((item) => typeof item === 'object');
  }

  /** Aligns the replay with the delivered lines. */
  lay(): Alignment {
    const held = [...this.delivered.window];
    const all = layAgainst(held, this.lines, this.textOf, this.isShort);
    if (all.overlap > 0 || this.recent === 0) return all;
    // It may contain what is missing in the gap, so that it repeats the lines on both sides, but not as they are held.
    return layAgainst(held.slice(this.recent), this.lines, this.textOf, this.isShort);
  }

  /** The part that has arrived comes to the delivered lines: what follows may be new. */
  get isMet(): boolean {
    return this.isBaseline || this.lay().overlap > 0;
  }

  /** Whether the part that has arrived ends before the newest delivered line, so that more must follow. */
  get lag(): ReplayLag {
    const { delivered, lines } = this;
    const last = lines.at(-1);
    if (!last || this.isBaseline) return 'none';
    // None of them will be shown in any case.
    if (lines.every((line) => delivered.isBeforeStart(line))) return 'certain';
    const held = [...delivered.window];
    if (aheadOf(held, lines, this.textOf, this.isShort) > 0)
      return isStamped(held, lines) ? 'certain' : 'likely';
    return delivered.isBeforeWindow(last) || delivered.isBeforeStart(last) ? 'likely' : 'none';
  }

  /** The key of a line without its timestamp. */
  private readonly textOf = (line: DeliveredLine<Raw>): string => this.delivered.keyOf(line);

  /** Fewer lines have arrived than were asked for: if no more follow, they are the whole log. */
  private get isShort(): boolean {
    return this.asked !== undefined && this.items.length < this.asked;
  }
}

/** Aligns lines with the delivered lines, see {@link align}. `textOf`: the key of a line without its timestamp. */
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
 * How many delivered lines follow the last of `lines`, which is a part of the same log that may end before the newest delivered line;
 * 0 if it does not. `whole`: that part begins with the first line of the log.
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

/** Whether every line has a timestamp. Timestamps make lines nearly unique, so they are used if both sides have them. */
function isStamped<Raw>(held: readonly DeliveredLine<Raw>[], lines: readonly DecodedLine<Raw>[]): boolean {
  const stamped = (line: DeliveredLine<Raw>): boolean => line.timestamp !== undefined;
  return held.every(stamped) && lines.every(stamped);
}

/** The key by which they are compared. */
export function alignmentKey<Raw>(
  held: readonly DeliveredLine<Raw>[],
  lines: readonly DecodedLine<Raw>[],
  textOf: (line: DeliveredLine<Raw>) => string,
): (line: DeliveredLine<Raw>) => string {
  return isStamped(held, lines) ? (line) => `${line.timestamp} ${textOf(line)}` : (line) => textOf(line);
}
