/** Splits a text that arrives in chunks into lines. */
import { chomp, splitLines } from './split-lines.js';

/** Splits like {@link splitLines}. Holds only the last, incomplete line, and at most `limit` + 1 UTF-16 units of it. */
export class LineCutter {
  private readonly decoder = new TextDecoder();
  private rest = '';

  /** @param limit Maximum length of a line in UTF-16 units. A longer line is cut to `limit` + 1 units, which shows that it was cut. */
  constructor(private readonly limit: number) {}

  /** Returns the lines that this chunk completes. */
  push(bytes: Uint8Array): readonly string[] {
    const text = this.decoder.decode(bytes, { stream: true });
    const end = text.lastIndexOf('\n');
    if (end < 0) {
      this.rest = this.cut(this.rest + text);
      return [];
    }
    const lines = splitLines(this.rest + text.slice(0, end + 1));
    this.rest = this.cut(text.slice(end + 1));
    return lines.map((line) => this.cut(line));
  }

  /** The text has ended: returns its last line if that has no line feed. */
  end(): readonly string[] {
    const text = this.rest + this.decoder.decode();
    this.rest = '';
    return text === '' ? [] : [this.cut(chomp(text))];
  }

  private cut(line: string): string {
    return line.length > this.limit ? line.slice(0, this.limit + 1) : line;
  }
}
