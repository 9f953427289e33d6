/**
 * How often a following viewer draws. If each frame replaces half of the visible lines, nobody can read a single frame: then only
 * every second one is drawn, and no rows beyond the visible ones. Two such frames replace all visible lines, so each row gets its
 * next line in place; moving rows would cost the browser more. Pure.
 */

/** What is remembered of earlier frames. Milliseconds. */
export interface Pace {
  /** Lines arrive too fast to be read. */
  readonly rushing: boolean;
  readonly drawnAt: number;
  /** When half of the visible lines were last replaced at once. */
  readonly replacedAt: number;
}

/** The initial state. */
export const INITIAL_PACE: Pace = Object.freeze({
  rushing: false,
  drawnAt: -Infinity,
  replacedAt: -Infinity,
});

/** Interval between two draws in a rush: two frames at 60 Hz, or four at 120 Hz. */
const INTERVAL = 30;
/** A rush begins if that happens twice within this time; once may just be a page of lines. */
const TWICE = 400;
/** A rush is over if all rows were not replaced for this long. */
const OVER = 500;

/** Decides whether to draw new lines now, and returns the next pace. `replaces`: half of the visible lines are new. */
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

/** Whether a rush has ended. */
export function isOver({ rushing, replacedAt }: Pace, now: number): boolean {
  return rushing && now - replacedAt >= OVER;
}
