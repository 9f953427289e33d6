/** The line that a filter tests: an entry, or a packed line, for which no entry is created. */
import type { LineBlock } from '../buffer/log-view.js';
import type { LogEntry, LogLevel } from '../entry.js';
import { stripAnsi } from '../format/strip-ansi.js';
import { shownText } from './block-text.js';

/** See the file's head. One object is reused for all lines, because a filter tests millions. */
export class FilterLine {
  private entry: Pick<LogEntry, 'level' | 'labels' | 'message' | 'time'> | undefined;
  private block: LineBlock | undefined;
  private index = 0;
  private plain: string | undefined;

  /** Becomes this entry. */
  use(entry: Pick<LogEntry, 'level' | 'labels' | 'message' | 'time'>): this {
    this.entry = entry;
    this.plain = undefined;
    return this;
  }

  /** Becomes this packed line. */
  usePacked(block: LineBlock, index: number): this {
    this.entry = undefined;
    this.block = block;
    this.index = index;
    this.plain = undefined;
    return this;
  }

  get level(): LogLevel {
    return this.entry ? this.entry.level : (this.block as LineBlock).level(this.index);
  }

  get time(): number | undefined {
    return this.entry ? this.entry.time : (this.block as LineBlock).time(this.index);
  }

  get labels(): Readonly<Record<string, string>> {
    return this.entry ? this.entry.labels : (this.block as LineBlock).labels(this.index);
  }

  /** The message as it is shown; stripped only once, for all conditions. */
  get text(): string {
    this.plain ??= this.entry
      ? stripAnsi(this.entry.message)
      : shownText(this.block as LineBlock, this.index);
    return this.plain;
  }
}
