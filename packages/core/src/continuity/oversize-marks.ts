/**
 * Payloads that were too large to be decoded have no identity, only a position. So repeats are recognised by position: a payload
 * between repeated lines is a repeat, and after the newest line as many are repeats as were already reported there.
 */

/** An oversized payload, before the line with index `at` of a batch. */
export interface OversizeMark {
  readonly at: number;
  readonly bytes: number;
}

/** How far a pass has come. */
interface Position<Line> {
  /** Number of payloads seen after the newest line. */
  readonly seen: number;
  /** Whatever arrives now follows the newest line. */
  readonly atEnd: boolean;
  /** The last repeated line. */
  readonly last?: Line;
}

/** Shared, because one is needed for each new line. */
const AT_END: Position<never> = { seen: 0, atEnd: true };

/** See the file's head. Handles one pass after the other. */
export class OversizeMarks<Line> {
  /** Number reported since the newest line was delivered. */
  trailing = 0;
  private position: Position<Line> = AT_END;
  /** Sizes of payloads whose position is only known with the next line. */
  private waiting: number[] = [];

  /**
   * @param isNewest Whether it is the newest delivered line.
   * @param isPast Whether newer lines were delivered.
   */
  constructor(
    private readonly isNewest: (line: Line) => boolean,
    private readonly isPast: (line: Line) => boolean,
  ) {}

  /** Some wait for a line that tells their position; {@link OversizeMarks.settle} ends the wait. */
  get holding(): boolean {
    return this.waiting.length > 0;
  }

  /** Begins a pass; `fresh`: nothing was delivered that it could repeat. */
  begin(fresh: boolean): void {
    this.position = { seen: 0, atEnd: fresh };
    this.waiting = [];
  }

  /** Interrupts a settled pass. Call the result to continue it if no line was delivered meanwhile. */
  interrupt(): () => void {
    const { position } = this;
    return () => (this.position = position);
  }

  /** An oversized payload arrived. */
  met(bytes: number): 'new' | 'repeated' | 'waits' {
    const { seen, atEnd, last } = this.position;
    const isAfterNewest = atEnd || (last !== undefined && this.isNewest(last));
    if (!isAfterNewest) {
      this.waiting.push(bytes);
      return 'waits';
    }
    return this.count(atEnd ? seen + 1 : 1) > 0 ? 'new' : 'repeated';
  }

  /** A repeated line arrived. Returns how many payloads before it were therefore repeats, too. */
  repeated(last: Line): number {
    const count = this.waiting.length;
    if (count > 0) this.waiting = [];
    this.position = { seen: 0, atEnd: false, last };
    return count;
  }

  /** A new line arrived. Returns the sizes of the payloads before it that are new, too. */
  fresh(): readonly number[] {
    const news = this.takeWaiting();
    this.trailing = 0;
    this.position = AT_END;
    return news;
  }

  /** No line follows for now. Returns the sizes of the waiting payloads that are new. */
  settle(): readonly number[] {
    if (this.waiting.length === 0) return this.waiting;
    const { last } = this.position;
    // The lines after them were delivered already, so they were, too: the server's answer was late.
    if (last !== undefined && this.isPast(last)) this.waiting = [];
    return this.takeWaiting();
  }

  /** The waiting payloads are at the end. Returns the sizes of those that are new. */
  private takeWaiting(): readonly number[] {
    const { waiting } = this;
    if (waiting.length === 0) return waiting;
    this.waiting = [];
    return waiting.slice(waiting.length - this.count(waiting.length));
  }

  /** So many were seen in this pass after the newest line; returns how many of them are new. */
  private count(seen: number): number {
    const news = Math.max(0, seen - this.trailing);
    this.trailing += news;
    this.position = { seen, atEnd: true };
    return news;
  }
}
