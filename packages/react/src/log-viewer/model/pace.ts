/**
 * How often a viewer that follows draws. Where each frame replaces half of what is in sight, nobody can read a single one: then
 * every second frame is drawn, and no row beyond what is seen. Two such frames replace all in sight, so that each row gets its
 * next line where it stands; to move rows costs the browser more. Pure.
 */

/** What is remembered of the frames before. Milliseconds. */
export interface Pace {
  /** Lines rush by. */
  readonly rushing: boolean;
  readonly drawnAt: number;
  /** When half of what is in sight was last replaced at once. */
  readonly replacedAt: number;
}

/** Before anything came. */
export const CALM: Pace = Object.freeze({
  rushing: false,
  drawnAt: Number.NEGATIVE_INFINITY,
  replacedAt: Number.NEGATIVE_INFINITY,
});

/** Between two drawings in a rush: two frames of sixty in a second, or four of a hundred and twenty. */
const INTERVAL = 30;
/** Twice within this is a rush: once may be a page of lines. */
const TWICE = 400;
/** A rush is over when nothing was replaced for this long. */
const OVER = 500;

/** Whether to draw lines that came, and the pace from then on. `replaces`: half of what is in sight is new. */
export function drawAt(
  pace: Pace,
  now: number,
  replaces: boolean,
): { readonly draw: boolean; readonly pace: Pace } {
  const { rushing, drawnAt, replacedAt } = pace;
  if (!replaces)
    return { draw: true, pace: { rushing: rushing && !isOver(pace, now), drawnAt: now, replacedAt } };
  if (rushing && now - drawnAt < INTERVAL) return { draw: false, pace };
  return {
    draw: true,
    pace: { rushing: rushing || now - replacedAt < TWICE, drawnAt: now, replacedAt: now },
  };
}

/** Whether a rush has ended since. */
export function isOver({ rushing, replacedAt }: Pace, now: number): boolean {
  return rushing && now - replacedAt >= OVER;
}
