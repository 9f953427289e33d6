/**
 * Finds the missing lines of a gap in the text of the whole log. The text contains only messages, so its place is found
 * by the lines before and after the gap, and only if both match exactly one place: in a log that repeats itself the gap
 * stays. Pure; memory is bounded by the lines compared and taken.
 */
import { borders, extend } from '../continuity/align.js';

/** The messages on both sides of a gap. A message of several lines is several lines of the text. */
export interface GapTexts {
  /** Messages before the gap, oldest first. */
  readonly before: readonly string[];
  /** Messages after the gap, oldest first. */
  readonly after: readonly string[];
}

/** Limits for the lines taken; of a larger gap the newest are taken. */
export interface StretchBounds {
  readonly lines: number;
  /** Total UTF-16 units of their messages. */
  readonly units: number;
}

/** The lines of a gap. */
export interface Stretch<Line> {
  /** Oldest first, up to the line after the gap. */
  readonly lines: readonly Line[];
  /** Number of further lines of the gap before these that exceeded the limits. */
  readonly missing: number;
}

/** Servers may strip the end of a line, or add a carriage return, in one place and not in the other. */
function comparable(line: string): string {
  return line.trimEnd();
}

/** Tells for each line of a text whether the pattern ends there. */
class Finder {
  private readonly pattern: readonly string[];
  private readonly table: Int32Array;
  private matched = 0;

  constructor(messages: readonly string[]) {
    this.pattern = messages.flatMap((message) => message.split('\n').map(comparable));
    this.table = borders(this.pattern);
  }

  get length(): number {
    return this.pattern.length;
  }

  endsAt(line: string): boolean {
    this.matched = extend(this.pattern, this.table, this.matched, line);
    return this.matched > 0 && this.matched === this.length;
  }
}

/** See the file's head. Takes the text line by line, from the first line of the log to its last. */
export class DownloadAlignment<Line extends { readonly message: string }> {
  private readonly before: Finder;
  private readonly after: Finder;
  /** Lines taken so far. */
  private read = 0;
  /** Line number after the first occurrence of the lines before the gap. */
  private from: number | undefined;
  /** The same for the second occurrence, if it is found before `to` is known. */
  private again: number | undefined;
  /** Line number of the first line after the gap. */
  private to: number | undefined;
  private ambiguous = false;
  /** Lines since `from`, within the limits. */
  private lines: (Line | undefined)[] = [];
  private first = 0;
  private units = 0;

  constructor(
    sides: GapTexts,
    private readonly bounds: StretchBounds,
  ) {
    this.before = new Finder(sides.before);
    this.after = new Finder(sides.after);
  }

  /** Takes the next line. Returns false if the lines around the gap occur in several places, which nothing can change any more. */
  push(line: Line): boolean {
    const key = comparable(line.message);
    if (this.from !== undefined && this.to === undefined) this.keep(line);
    this.read += 1;
    const beforeEnds = this.before.endsAt(key);
    const afterEnds = this.after.endsAt(key);
    if (beforeEnds && this.to === undefined) {
      if (this.from === undefined) this.from = this.read;
      else this.again ??= this.read;
    }
    if (afterEnds) this.meet(this.read - this.after.length);
    return !this.ambiguous;
  }

  /**
   * Ends the text and returns the missing lines; undefined if they are not certain. `total`: number of lines according to the server. A
   * shorter text is incomplete, and the part that is not visible might match as well.
   */
  end(total = 0): Stretch<Line> | undefined {
    const { from, to, ambiguous, bounds } = this;
    if (ambiguous || from === undefined || to === undefined || this.read < total) return undefined;
    const lines = (this.lines as Line[]).slice(this.first).slice(-bounds.lines);
    return { lines, missing: to - from - lines.length };
  }

  /** The lines after the gap were found from line `start` on. */
  private meet(start: number): void {
    if (this.from === undefined || start < this.from) return;
    if (this.to !== undefined || (this.again !== undefined && this.again <= start)) {
      this.ambiguous = true;
      return;
    }
    this.to = start;
    this.lines.length -= Math.min(this.read - start, this.lines.length - this.first);
  }

  private keep(line: Line): void {
    const { bounds, after, lines } = this;
    lines.push(line);
    this.units += line.message.length;
    while (
      lines.length - this.first > bounds.lines + after.length ||
      (this.units > bounds.units && this.first < lines.length)
    ) {
      this.units -= (lines[this.first] as Line).message.length;
      lines[this.first] = undefined;
      this.first += 1;
    }
    if (this.first > 4_096 && this.first * 2 > lines.length) {
      this.lines = lines.slice(this.first);
      this.first = 0;
    }
  }
}
