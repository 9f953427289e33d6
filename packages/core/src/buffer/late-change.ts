import type { LogItem } from '../entry.js';
import type { BufferChange } from './log-view.js';

/**
 * A change whose lines are created when they are read: in a flood perhaps nobody reads them, and packed ones would be unpacked one by one.
 * The getters are own properties, so that a copy includes the lines. All changes share the same two functions, because the engine keeps a
 * hidden class for each different getter for a long time, along with the lines in its closure.
 */
export class LateChange<Raw = unknown> implements BufferChange<Raw> {
  declare readonly appended: readonly LogItem<Raw>[];
  declare readonly prepended: readonly LogItem<Raw>[];
  readonly replaced = false;
  readonly cleared = false;
  readonly #makeAppended: () => readonly LogItem<Raw>[];
  readonly #makePrepended: () => readonly LogItem<Raw>[];
  #added: readonly LogItem<Raw>[] | undefined;
  #older: readonly LogItem<Raw>[] | undefined;

  static readonly #lines = {
    appended: {
      enumerable: true,
      get(this: LateChange) {
        return (this.#added ??= this.#makeAppended());
      },
    },
    prepended: {
      enumerable: true,
      get(this: LateChange) {
        return (this.#older ??= this.#makePrepended());
      },
    },
  };

  constructor(
    readonly evicted: number,
    makeAppended: () => readonly LogItem<Raw>[],
    makePrepended: () => readonly LogItem<Raw>[],
  ) {
    this.#makeAppended = makeAppended;
    this.#makePrepended = makePrepended;
    Object.defineProperties(this, LateChange.#lines);
  }
}
