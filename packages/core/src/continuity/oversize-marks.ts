/**
 * Payloads that were too large to be decoded have no identity, only a position. So repeats are recognised by position: a payload
 * between repeated lines is a repeat, and after the newest line as many are repeats as were already reported there.
 */

/** An oversized payload, before the line with index `at` of a batch. */
export interface OversizeMark {
  readonly at: number;
  readonly bytes: number;
}

/** See the file's head. Handles one pass after the other. */
export class OversizeMarks<Line> {
  /** Number reported since the newest line was delivered. */
  trailing = 0;
  /** Number seen in this pass after the newest line. */
  private seen = 0;
  /** Whatever arrives now follows the newest line. */
  private atEnd = true;
  /** The last repeated line of this pass. */
  private last: Line | undefined;
  /** Sizes of payloads whose position is only known with the next line. */
  private waiting: number[] = [];

  constructor(private readonly isNewest: (line: Line) => boolean) {}

  /** Some wait for a line that tells their position; {@link OversizeMarks.settle} ends the wait. */
  get holding(): boolean {
    return this.waiting.length > 0;
  }

  /** Begins a pass; `fresh`: nothing was delivered that it could repeat. */
  begin(fresh: boolean): void {
    this.seen = 0;
    this.atEnd = fresh;
    this.last = undefined;
    this.waiting = [];
  }

  /** An oversized payload arrived. */
  met(bytes: number): 'new' | 'repeated' | 'waits' {
    if (!this.atEnd && this.last !== undefined && this.isNewest(this.last)) {
      this.atEnd = true;
      this.seen = 0;
    }
    if (!this.atEnd) {
      this.waiting.push(bytes);
      return 'waits';
    }
    this.seen += 1;
    if (this.seen <= this.trailing) return 'repeated';
    this.trailing = this.seen;
    return 'new';
  }

  /** A repeated line arrived. Returns how many payloads before it were therefore repeats, too. */
  repeated(line: Line): number {
    const count = this.waiting.length;
    if (count > 0) this.waiting = [];
    this.atEnd = false;
    this.last = line;
    return count;
  }

  /** A new line arrived. Returns the sizes of the payloads before it that are new, too. */
  fresh(): readonly number[] {
    const news = this.news();
    this.trailing = 0;
    this.seen = 0;
    this.atEnd = true;
    return news;
  }

  /** No line follows for now: the waiting payloads are at the end. Returns the sizes of those that are new. */
  settle(): readonly number[] {
    if (this.waiting.length === 0) return this.waiting;
    this.seen = this.waiting.length;
    const news = this.news();
    this.trailing = Math.max(this.trailing, this.seen);
    this.atEnd = true;
    return news;
  }

  private news(): readonly number[] {
    if (this.waiting.length === 0) return this.waiting;
    const news = this.waiting.slice(this.trailing);
    this.waiting = [];
    return news;
  }
}
