/** The store of the plain lists: an array that notifies at most once per frame. */
import type { BenchLine } from '../shared/lines.ts';
import { filterPlain, findPlain, patternOf } from './plain-query.ts';
import type { FindOptions } from './subject.ts';

/** What a list shows. Each change creates a new one. */
export interface PlainState {
  readonly lines: readonly BenchLine[];
  readonly version: number;
  readonly following: boolean;
  /** The row to scroll to; changes with `version`. */
  readonly target: number | undefined;
  readonly pattern: RegExp | undefined;
  readonly found: number | undefined;
}

/** An array of lines with listeners. */
export class PlainLog {
  private readonly held: BenchLine[] = [];
  private readonly listeners = new Set<() => void>();
  private scheduled = false;
  private state: PlainState = {
    lines: this.held,
    version: 0,
    following: true,
    target: undefined,
    pattern: undefined,
    found: undefined,
  };

  constructor(private readonly keep: number) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly read = (): PlainState => this.state;

  /** Adds lines; the list is notified in the next frame. */
  append(lines: readonly BenchLine[]): void {
    for (const line of lines) this.held.push(line);
    if (this.held.length > this.keep) this.held.splice(0, this.held.length - this.keep);
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.set({ target: undefined });
    });
  }

  goTo(row: number, following: boolean): void {
    this.set({ following, target: row });
  }

  find(term: string, options: FindOptions): void {
    if (term === '') return this.set({ pattern: undefined, found: undefined });
    const { rows, total } = findPlain(this.state.lines, term, options);
    this.set({ pattern: patternOf(term, options), found: total, following: false, target: rows[0] });
  }

  filter(text: string): void {
    this.set({ lines: filterPlain(this.held, text), following: true, target: undefined });
  }

  private set(change: Partial<PlainState>): void {
    this.state = { ...this.state, ...change, version: this.state.version + 1 };
    for (const listener of [...this.listeners]) listener();
  }
}
