/** When new lines are announced to somebody who listens: seldom while they keep coming, at once after a pause. Pure. */

/** Beats between two announcements of lines that do not stop, at most. */
const LONGEST = 12;

/** Lines that were not announced yet. */
export interface UntoldLines {
  readonly lines: number;
  readonly errors: number;
  /** How many there were at the last beat. */
  readonly seen: number;
  /** Beats since the last announcement. */
  readonly beats: number;
  /** After so many beats they are announced, even if more keep coming. */
  readonly wait: number;
  /** The last announcement told of errors. */
  readonly alarmed: boolean;
}

/** Nothing to announce, and nothing was for a while. */
export const NONE_UNTOLD: UntoldLines = { lines: 0, errors: 0, seen: 0, beats: 0, wait: 1, alarmed: false };

/**
 * A beat has passed: whether to announce what there is, and what is left. Of lines that keep coming the first are announced, then twice as seldom each
 * time. What comes to an end is announced, and so are errors after lines without any. Who does not follow the end reads elsewhere, and hears of errors only.
 */
export function nextBeat(
  untold: UntoldLines,
  following = true,
): { readonly tells: boolean; readonly next: UntoldLines } {
  const { lines, errors, seen, wait, alarmed } = untold;
  if (lines === 0 || (!following && errors === 0)) return { tells: false, next: NONE_UNTOLD };
  const beats = untold.beats + 1;
  const ended = lines === seen;
  if (!ended && beats < wait && (errors === 0 || alarmed))
    return { tells: false, next: { ...untold, seen: lines, beats } };
  const next = { ...NONE_UNTOLD, wait: ended ? 1 : Math.min(wait * 2, LONGEST), alarmed: errors > 0 };
  return { tells: true, next };
}
