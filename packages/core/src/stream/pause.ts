import type { DeliveredLine } from '../continuity/line-key.js';

/** How far a stream has got. */
export interface Reached<Raw> {
  /** Number of lines that have arrived live. */
  readonly arrived: number;
  /** Sequence number of the next line. */
  readonly nextSeq: number;
  /** The last line that is shown. */
  readonly newest: DeliveredLine<Raw> | undefined;
}

/** Whether a stream is paused, and what arrives unseen meanwhile. */
export interface Pause<Raw> {
  readonly isOn: boolean;
  /** The snapshot keeps its view. Same as `isOn`, except while `thaw` runs. */
  readonly isFrozen: boolean;
  /** Where the frozen view ends. */
  readonly seen: Reached<Raw>;
  begin(now: Reached<Raw>): void;
  end(now: Reached<Raw>): void;
  /** Lets `update` show what has become of a frozen view, which ends at `now`. Lines still count from the beginning of the pause. */
  thaw(now: Reached<Raw>, update: () => void): void;
  /** Of this many arrived lines, how many did not arrive during a pause. */
  seenOf(arrived: number): number;
}

export function createPause<Raw>(): Pause<Raw> {
  let isOn = false;
  let isFrozen = false;
  let seen: Reached<Raw> = { arrived: 0, nextSeq: 0, newest: undefined };
  /** Number of lines that arrived during earlier pauses. */
  let arrivedUnseen = 0;

  return {
    get isOn() {
      return isOn;
    },
    get isFrozen() {
      return isFrozen;
    },
    get seen() {
      return seen;
    },
    begin(now) {
      isOn = isFrozen = true;
      seen = now;
    },
    end({ arrived }) {
      isOn = isFrozen = false;
      arrivedUnseen += arrived - seen.arrived;
    },
    thaw(now, update) {
      seen = { ...now, arrived: seen.arrived };
      isFrozen = false;
      update();
      isFrozen = isOn;
    },
    seenOf: (arrived) => (isOn ? seen.arrived : arrived) - arrivedUnseen,
  };
}
