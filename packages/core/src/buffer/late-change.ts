import type { LogItem } from '../entry.js';
import type { BufferChange } from './log-view.js';

/**
 * A change whose lines are made when they are read: nobody may ask for those of a flood, and packed ones would be made one by one.
 * Its getters are its own, so that a copy has the lines too; and the same two for all changes, because the engine takes objects with
 * other getters for other kinds, and keeps a kind for long, with the lines that its getters can see.
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
