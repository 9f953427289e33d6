/** The subjects of the view benches: ways to show lines, behind a common interface. */
import type { BenchLine } from '../shared/lines.ts';

/** How to search for a term. */
export interface FindOptions {
  readonly caseSensitive?: boolean;
  readonly regex?: boolean;
}

/** A way to show a log. Each page creates a new one. */
export interface Subject {
  /** Adds lines before anything is on screen. May be called repeatedly. */
  load(lines: readonly BenchLine[]): void;
  /** Called when all lines are loaded, before `mount`. */
  loaded?(): void | Promise<void>;
  /** It always starts at the first line. */
  readonly startsAtTop?: boolean;
  /** Shows the end of the log and follows it. */
  mount(host: HTMLElement): void;
  /** Adds lines while it is on screen. */
  append?(lines: readonly BenchLine[]): void;
  /** The element that scrolls. */
  scroller(): HTMLElement;
  /** Selector of the rows. */
  readonly rows: string;
  /** Stops following and scrolls to the first line. */
  toStart(): void;
  /** Scrolls to the last line. */
  toEnd?(): void;
  /** Searches for a term. */
  find?(term: string, options: FindOptions): void;
  /** The number of matches once it is exact; undefined before. */
  found?(): number | undefined;
  /** Selector of a highlighted match. */
  readonly mark?: string;
  /** Shows only the lines with this text. */
  filter?(text: string): void;
}

/** Options of a subject. */
export interface SubjectOptions {
  /** Lines to keep; older ones are dropped. */
  readonly keep: number;
}

/** Creates a subject. */
export type SubjectFactory = (options: SubjectOptions) => Subject;
