import type { LogItem } from '../entry.js';
import type { BufferChange } from './log-view.js';

/**
 * A change whose lines are made when they are read: nobody may ask for those of a flood, and packed ones would be made one by one.
 * A class, because objects that have getters of their own are each of a kind of their own: the engine keeps kinds for long, and with
 * them the lines that these getters can see.
 */
export class LateChange<Raw = unknown> implements BufferChange<Raw> {
  readonly replaced = false;
  readonly cleared = false;
  private added: readonly LogItem<Raw>[] | undefined;
  private older: readonly LogItem<Raw>[] | undefined;

  constructor(
    readonly evicted: number,
    private readonly makeAppended: () => readonly LogItem<Raw>[],
    private readonly makePrepended: () => readonly LogItem<Raw>[],
  ) {}

  get appended(): readonly LogItem<Raw>[] {
    return (this.added ??= this.makeAppended());
  }

  get prepended(): readonly LogItem<Raw>[] {
    return (this.older ??= this.makePrepended());
  }
}
