/** What the view benches drive: a way to show lines, wrapped so that all of them answer the same calls. */
import type { BenchLine } from '../shared/lines.ts';

/** How a term is looked for. */
export interface FindOptions {
  readonly caseSensitive?: boolean;
  readonly regex?: boolean;
}

/** A way to show a log. Made anew for each page. */
export interface Subject {
  /** Holds the lines, before anything is on screen. Called again for more of them. */
  load(lines: readonly BenchLine[]): void;
  /** Nothing more comes before `mount`. */
  loaded?(): void | Promise<void>;
  /** It begins with the first line, whatever it is told. */
  readonly startsAtTop?: boolean;
  /** Shows the end of the log and follows it. */
  mount(host: HTMLElement): void;
  /** Lines that arrive while it is on screen. */
  append?(lines: readonly BenchLine[]): void;
  /** The element that scrolls. */
  scroller(): HTMLElement;
  /** Selector of a row that shows one line. */
  readonly rows: string;
  /** Stops following and goes to the first line. */
  toStart(): void;
  /** Goes to the last line. */
  toEnd?(): void;
  /** Looks for a term. */
  find?(term: string, options: FindOptions): void;
  /** Places found, once that is known for sure; undefined while it is not. */
  found?(): number | undefined;
  /** Selector of a highlighted place. */
  readonly mark?: string;
  /** Shows only the lines with this text. */
  filter?(text: string): void;
}

/** What a subject is made with. */
export interface SubjectOptions {
  /** Lines kept; older ones go. */
  readonly keep: number;
}

/** Makes a subject. */
export type SubjectFactory = (options: SubjectOptions) => Subject;
