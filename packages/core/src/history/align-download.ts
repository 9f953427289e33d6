/**
 * Finding, in the text of a whole log, the lines that a gap hides. The text says nothing but messages, so its lines are told
 * by what stands before the gap and after it, and only where both can stand in one place alone: a log that repeats itself is
 * left as it is. Pure; memory is bounded by what is compared and what is taken.
 */
import { borders, extend } from '../continuity/align.js';

/** What stands on both sides of a gap. A message of several lines is several lines of the text. */
export interface GapTexts {
  /** Messages before the gap, oldest first. */
  readonly before: readonly string[];
  /** Messages after the gap, oldest first. */
  readonly after: readonly string[];
}

/** What may be taken at most; the newest lines of a larger gap are. */
export interface StretchBounds {
  readonly lines: number;
  /** UTF-16 units of all their messages. */
  readonly units: number;
}

/** The lines of a gap. */
export interface Stretch<Line> {
  /** Oldest first, up to the line after the gap. */
  readonly lines: readonly Line[];
  /** Lines before these that belong into the gap, too, and did not fit into the bounds. */
  readonly missing: number;
}

/** Servers strip what stands at the end of a line, or end it with a carriage return, in one place and not in the other. */
function comparable(line: string): string {
  return line.trimEnd();
}

/** Tells for each line of a text whether a pattern ends there. */
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
  /** Number of the first line after the first occurrence of what stands before the gap. */
  private from: number | undefined;
  /** The same for the second occurrence, if it came before `to` was known. */
  private again: number | undefined;
  /** Number of the first line of what stands after the gap. */
  private to: number | undefined;
  private ambiguous = false;
  /** Lines since `from`, as far as the bounds allow. */
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

  /** Takes the next line. false: what stands around the gap is found in several places, and nothing can change that. */
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
   * The text is at its end. undefined: it does not say for certain what the gap hides. `total`: lines of the log as the server
   * counts them; a text that is shorter is not whole, and what cannot be seen might be a second place.
   */
  end(total = 0): Stretch<Line> | undefined {
    const { from, to, ambiguous, bounds } = this;
    if (ambiguous || from === undefined || to === undefined || this.read < total) return undefined;
    const lines = (this.lines as Line[]).slice(this.first).slice(-bounds.lines);
    return { lines, missing: to - from - lines.length };
  }

  /** What stands after the gap was found from line `start` on. */
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
