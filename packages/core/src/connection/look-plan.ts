/**
 * When a stream on a fallback looks whether a better transport gets through, and what proves it, as pure functions. The first look comes soon,
 * because an outage is easily taken for a transport that is blocked. A look that fails costs a request, so the next ones come later and later.
 */
import type { LogStreamErrorKind } from '../errors.js';

/** Milliseconds between the first looks at a transport that is blocked, and between two of which the second comes because the network or the user is back. */
export const SHORTEST_PAUSE = 300_000;

/** Milliseconds between two looks at most. */
const LONGEST_PAUSE = 1_800_000;

export interface LookPlan {
  /** Milliseconds until the next look. */
  readonly delay: number;
  /** A better transport has opened and brought nothing, so that it opens proves nothing. */
  readonly isWary: boolean;
  /** Nothing is wrong with the better transport, but the browser had no connection left for it. */
  readonly lacksSlot: boolean;
  /** A look has found one that gets through, and the stream has changed to it. */
  readonly hasChanged?: true;
}

/** How a stream came to a fallback. */
export interface Fall {
  /** Why a transport was found not to get through, if it was. */
  readonly blockedBy?: LogStreamErrorKind | undefined;
  /** Milliseconds since the best transport had opened, if it had. */
  readonly stood?: number | undefined;
}

/** The plan before anything has failed. `soon`: milliseconds until the first look. */
export const firstPlan = (soon: number): LookPlan => ({ delay: soon, isWary: false, lacksSlot: false });

/** The plan once a fallback is open. */
export function planOnFallback(last: LookPlan, { blockedBy, stood }: Fall, soon: number): LookPlan {
  // What stood for a while worked: this is another trouble.
  const plan = stood !== undefined && stood >= SHORTEST_PAUSE ? firstPlan(soon) : last;
  const { delay, isWary } = plan;
  // Without an attempt to use the best transport, the fallback itself was interrupted, perhaps by what ends the trouble, too.
  if (blockedBy === undefined) return stood === undefined ? { ...plan, delay: soon } : plan;
  // A connection of the browser may be free again at any time.
  if (blockedBy === 'unsupported') return { delay: Math.min(delay, SHORTEST_PAUSE), isWary, lacksSlot: true };
  const isHeldBack = blockedBy === 'stalled';
  return {
    // It was changed to although it is held back: something gets through, but not what matters.
    delay: isHeldBack && isWary && plan.hasChanged ? LONGEST_PAUSE : Math.max(delay, SHORTEST_PAUSE),
    isWary: isWary || isHeldBack,
    lacksSlot: false,
  };
}

/** The plan after a look that found nothing better. */
export function planAfterLook(plan: LookPlan): LookPlan {
  const delay = plan.lacksSlot ? 0 : Math.min(2 * plan.delay, LONGEST_PAUSE);
  return { ...plan, delay: Math.max(delay, SHORTEST_PAUSE) };
}
