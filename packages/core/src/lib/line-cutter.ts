/** Cutting a text that comes in pieces into lines. */
import { chomp, splitLines } from './split-lines.js';

/** Cuts as {@link splitLines} does. Holds one unfinished line, and no more of a line than its limit and one unit. */
export class LineCutter {
  private readonly decoder = new TextDecoder();
  private rest = '';

  /** @param limit UTF-16 units of a line that is wanted whole. A longer one is cut, and told by its length. */
  constructor(private readonly limit: number) {}

  /** Lines that this piece completes. */
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

  /** The text is at its end: the line without a newline, if there is one. */
  end(): readonly string[] {
    const text = this.rest + this.decoder.decode();
    this.rest = '';
    return text === '' ? [] : [this.cut(chomp(text))];
  }

  private cut(line: string): string {
    return line.length > this.limit ? line.slice(0, this.limit + 1) : line;
  }
}
