/**
 * How many lines have each level and label, for those who look: menus that are open. To count each line as it comes and goes is a
 * tenth of what a flood costs, so nothing is counted before somebody has looked at a number.
 */
import {
  createStats,
  LOG_LEVELS,
  type BufferChange,
  type Facets,
  type LogStream,
  type LogView,
  type StatsReader,
} from '@tailrace/core';
import type { LevelCounts } from './viewer-state.js';

/** See the file's head. */
export class ViewerCounts {
  private stats: StatsReader | undefined;
  private heard: ((change: BufferChange, view: LogView) => void) | undefined;
  private readonly undo: () => void;
  private disposed = false;

  constructor(private readonly stream: LogStream) {
    // From the beginning: a stream first tells what it has to whoever begins to listen, and parts ask for a number while they are drawn.
    this.undo = stream.observe((change, view) => this.heard?.(change, view));
  }

  /** By label and value; it goes on with the lines. */
  get facets(): Facets {
    return this.counted()?.facets ?? new Map();
  }

  /** By level. Another object each time, which counts when it is read. */
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
    if (!this.disposed)
      this.stats ??= createStats({
        getSnapshot: () => this.stream.getSnapshot(),
        observe: (observer) => {
          this.heard = observer;
          return () => (this.heard = undefined);
        },
      });
    return this.stats;
  }

  dispose(): void {
    this.disposed = true;
    this.undo();
    this.stats?.dispose();
  }
}
