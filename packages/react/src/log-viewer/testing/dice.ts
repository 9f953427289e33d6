/** Chance that can be had again: the same seed, the same run. */

/** What a random test throws. */
export interface Dice {
  /** A whole number from 0, below this. */
  below(bound: number): number;
  pick<T>(from: readonly T[]): T;
}

/** Dice of a seed. */
export function createDice(seed: number): Dice {
  let at = seed * 7_919;
  const below = (bound: number): number => {
    at = (Math.imul(at, 1664525) + 1013904223) >>> 0;
    return Math.floor((at / 2 ** 32) * bound);
  };
  return { below, pick: (from) => from[below(from.length)] as (typeof from)[number] };
}
