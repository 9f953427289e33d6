/** The line that a filter looks at: an entry, or one of a block, of which no entry is made for that. */
import type { LineBlock } from '../buffer/log-view.js';
import type { LogEntry, LogLevel } from '../entry.js';
import { stripAnsi } from '../format/ansi.js';
import { shownText } from './block-text.js';

/** See the file's head. One for all lines, each of which takes the place of the one before. */
export class FilterLine {
  private entry: Pick<LogEntry, 'level' | 'labels' | 'message' | 'time'> | undefined;
  private block: LineBlock | undefined;
  private index = 0;
  private plain: string | undefined;

  /** Looks at an entry. */
  use(entry: Pick<LogEntry, 'level' | 'labels' | 'message' | 'time'>): this {
    this.entry = entry;
    this.plain = undefined;
    return this;
  }

  /** Looks at a line of a block. */
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

  /** The message as it is shown. Whatever is asked of it, it is made plain once. */
  get text(): string {
    this.plain ??= this.entry
      ? stripAnsi(this.entry.message)
      : shownText(this.block as LineBlock, this.index);
    return this.plain;
  }
}
