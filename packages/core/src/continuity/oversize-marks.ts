/**
 * Payloads that were too large to be looked at have no identity, only a place. So a repetition is told by its place: what
 * stands between repeated lines was there before, and of those behind the newest line as many as were already told.
 */

/** A payload that was left out, before the line with index `at` of a batch. */
export interface OversizeMark {
  readonly at: number;
  readonly bytes: number;
}

/** See the file's head. One pass after the other. */
export class OversizeMarks<Line> {
  /** Told since the newest line was delivered. */
  private trailing = 0;
  /** Met in this pass behind the newest line. */
  private seen = 0;
  /** Whatever comes now follows the newest line. */
  private atEnd = true;
  /** The line of this pass that was repeated last. */
  private last: Line | undefined;
  /** Sizes of those whose place only the next line tells. */
  private waiting: number[] = [];

  constructor(private readonly isNewest: (line: Line) => boolean) {}

  /** Some wait for a line that tells their place; {@link OversizeMarks.settle} does without one. */
  get holding(): boolean {
    return this.waiting.length > 0;
  }

  /** A pass begins; `fresh`: nothing was delivered that it could repeat. */
  begin(fresh: boolean): void {
    this.seen = 0;
    this.atEnd = fresh;
    this.last = undefined;
    this.waiting = [];
  }

  /** One came. */
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

  /** A repeated line came. Answers with how many before it were repetitions too. */
  repeated(line: Line): number {
    const count = this.waiting.length;
    if (count > 0) this.waiting = [];
    this.atEnd = false;
    this.last = line;
    return count;
  }

  /** A new line came. Answers with the sizes of those before it that are new as well. */
  fresh(): readonly number[] {
    const news = this.news();
    this.trailing = 0;
    this.seen = 0;
    this.atEnd = true;
    return news;
  }

  /** No line follows for now: those that wait are at the end. */
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
