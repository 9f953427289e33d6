import type { LineSource } from '../store/run.js';
import type { LogLine } from '../store/log-line.js';

/**
 * A reader's position in a source. It holds no lines, so a slow reader takes no memory. A reader that falls further behind
 * than the source remembers loses the oldest lines, as with any server with a bounded buffer.
 */
export class LineCursor {
  #position: number;

  /** @param matches which lines the reader wants; default: all */
  constructor(
    readonly source: LineSource,
    start: number,
    readonly matches: (line: LogLine) => boolean = () => true,
  ) {
    this.#position = start;
  }

  /** The next lines the reader wants, at most `max`; empty if there are none yet. */
  take(max: number): LogLine[] {
    const lines: LogLine[] = [];
    this.#position = Math.max(this.#position, this.source.first);
    while (lines.length < max && this.#position < this.source.next) {
      const line = this.source.get(this.#position++);
      if (line && this.matches(line)) lines.push(line);
    }
    return lines;
  }

  /** Moves back so that the last `count` wanted lines are taken again. */
  rewind(count: number): void {
    let left = count;
    while (left > 0 && this.#position > this.source.first) {
      const line = this.source.get(--this.#position);
      if (line && this.matches(line)) left--;
    }
  }
}
