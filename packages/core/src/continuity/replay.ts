/**
 * The replay of a tail that is not complete yet: lines, and the payloads over the cap between them. `align` only, so it is a chunk of its
 * own, which comes before the first stream of such a backend connects.
 */
import type { DecodedLine } from '../entry.js';
import { align, type Alignment } from './align.js';
import type { HeldItem } from './held-queue.js';
import type { DeliveredLine } from './line-key.js';
import type { ReplayLag } from './replaying.js';

/** See the file's head. */
export class Replay<Raw = unknown> {
  /** What came: lines, and the sizes of what was over the cap. */
  readonly items: HeldItem<Raw>[] = [];

  /**
   * @param held What was delivered.
   * @param textOf What a line is recognised by but for its stamp.
   * @param asked Lines that the server was asked for; undefined: it says by nothing when it is through.
   */
  constructor(
    private readonly held: Iterable<DeliveredLine<Raw>>,
    private readonly textOf: (line: DeliveredLine<Raw>) => string,
    private readonly asked: number | undefined,
  ) {}

  get isComplete(): boolean {
    return this.asked !== undefined && !this.isShort;
  }

  get lines(): DecodedLine<Raw>[] {
    return this.items.filter((item) => typeof item === 'object');
  }

  /** Where it overlaps what was delivered. */
  lay(): Alignment {
    return layAgainst([...this.held], this.lines, this.textOf, this.isShort);
  }

  /** Whether, as far as it came, it ends before what was delivered does. */
  get lag(): ReplayLag {
    const { lines } = this;
    const held = [...this.held];
    if (aheadOf(held, lines, this.textOf, this.isShort) === 0) return 'none';
    return isStamped(held, lines) ? 'certain' : 'likely';
  }

  /** Fewer lines than were asked for: if that is all, it is the whole log. */
  private get isShort(): boolean {
    return this.asked !== undefined && this.items.length < this.asked;
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
function isStamped<Raw>(held: readonly DeliveredLine<Raw>[], lines: readonly DecodedLine<Raw>[]): boolean {
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
