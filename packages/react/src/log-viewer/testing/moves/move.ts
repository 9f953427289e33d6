import type { Driver } from '../driver.js';

/** Something that happens to a viewer. */
export interface Move {
  /** How often, beside the others. */
  readonly weight: number;
  readonly make: (driver: Driver) => unknown;
  /** It goes on for a while: what scrolls, and what is measured anew. */
  readonly lasts?: boolean;
  /** It leaves what is read where it is. */
  readonly keeps?: boolean;
  /** It brings a match into sight. */
  readonly finds?: boolean;
}

/** Moves by their names. */
export type Moves = Readonly<Record<string, Move>>;
