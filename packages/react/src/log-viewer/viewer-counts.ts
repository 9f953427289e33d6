/**
 * The number of lines with each level and label, for open menus. Counting each line as it arrives and leaves takes a
 * tenth of the work in a flood, so nothing is counted, nor the code for it loaded, before somebody has read a number.
 */
import {
  LOG_LEVELS,
  type BufferChange,
  type Facets,
  type LogStream,
  type LogView,
  type StatsReader,
} from '@tailrace/core';
import { openedParts } from './late-parts.js';
import type { LevelCounts } from './viewer-state.js';

/** See the file's head. */
export class ViewerCounts {
  private stats: StatsReader | undefined;
  private heard: ((change: BufferChange, view: LogView) => void) | undefined;
  private readonly undo: () => void;
  private asked = false;
  private disposed = false;

  constructor(
    private readonly stream: LogStream,
    /** There are numbers where there were none when somebody read them. */
    private readonly came: () => void,
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
    const { here } = openedParts;
    if (here)
      this.stats ??= here.createStats({
        getSnapshot: () => this.stream.getSnapshot(),
        observe: (observer) => {
          this.heard = observer;
          return () => (this.heard = undefined);
        },
      });
    else if (!this.asked) {
      this.asked = true;
      openedParts.load().then(this.came, () => {
        // The menu for which it is read says so, and loads it again.
      });
    }
    return this.stats;
  }

  dispose(): void {
    this.disposed = true;
    this.undo();
    this.stats?.dispose();
  }
}
