/**
 * The number of lines with each level and label, for open menus. Counting each line as it arrives and leaves takes a
 * tenth of the work in a flood, so nothing is counted, nor the code for it loaded, before somebody has read a number.
 */
import {
  LOG_LEVELS,
  type BufferChange,
  type Clock,
  type Facets,
  type LogStream,
  type LogStreamError,
  type LogView,
  type StatsReader,
} from '@tailrace/core';
import { readers, type Readers } from './late-parts.js';
import type { LevelCounts } from './viewer-state.js';

/** Milliseconds after which loading is tried again if it has failed. */
const RETRY = 2_000;

/** See the file's head. */
export class ViewerCounts {
  private stats: StatsReader | undefined;
  private heard: ((change: BufferChange, view: LogView) => void) | undefined;
  private readonly undo: () => void;
  private asked = false;
  private failed = false;
  private cancel: (() => void) | undefined;
  private disposed = false;

  constructor(
    private readonly stream: LogStream,
    private readonly clock: Clock,
    /** There are numbers where there were none when somebody read them. */
    private readonly came: () => void,
    /** There will be none for now, for this reason; undefined: there are, after all. */
    private readonly missed: (why: LogStreamError | undefined) => void,
  ) {
    // Attach a listener from the start: attaching flushes the stream's pending changes, which must not happen later, while parts render and read a number.
    this.undo = stream.observe((change, view) => this.heard?.(change, view));
  }

  /** By label and value; changes in place with the lines. */
  get facets(): Facets {
    return this.counted()?.facets ?? new Map();
  }

  /** By level. A new object each time, which counts only when it is read. */
  levels(): LevelCounts {
    const counts: LevelCounts = {};
    for (const level of LOG_LEVELS)
      Object.defineProperty(counts, level, {
        enumerable: true,
        get: () => this.counted()?.getStats().levels[level],
      });
    return counts;
  }

  private counted(): StatsReader | undefined {
    if (this.disposed) return this.stats;
    const { here } = readers;
    if (here) this.stats ??= this.count(here);
    else if (!this.asked) {
      this.asked = true;
      void this.bring();
    }
    return this.stats;
  }

  private count({ createStats }: Readers): StatsReader {
    const stats = createStats({
      getSnapshot: () => this.stream.getSnapshot(),
      observe: (observer) => {
        this.heard = observer;
        return () => (this.heard = undefined);
      },
    });
    let { pending } = stats;
    // The lines of a long log are counted in slices, also while none arrives that would redraw the numbers.
    stats.subscribe(() => {
      if (pending || stats.pending) this.came();
      ({ pending } = stats);
    });
    return stats;
  }

  private async bring(): Promise<void> {
    try {
      await readers.load();
      if (this.failed && !this.disposed) this.missed(undefined);
      this.came();
    } catch (thrown) {
      if (this.disposed) return;
      // Told once: whoever has dismissed the notice knows.
      if (!this.failed) this.missed(thrown as LogStreamError); // as `Late` promises
      this.failed = true;
      this.cancel = this.clock.schedule(() => void this.bring(), RETRY);
    }
  }

  dispose(): void {
    this.disposed = true;
    this.cancel?.();
    this.undo();
    this.stats?.dispose();
  }
}
