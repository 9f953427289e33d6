/** A line longer than this is passed on in pieces, so that output without newlines cannot fill the memory. */
const longestLine = 1024 * 1024;

/** Turns chunks of bytes into lines. */
export interface LineSplitter {
  /** The lines that are complete with this chunk. */
  push(chunk: Uint8Array): string[];
  /** The rest at the end of the input: the last line, if it had no newline. */
  end(): string[];
}

/**
 * Splits UTF-8 output at `\n` and `\r\n`. Chunks may split a character or a line ending. A lone `\r` stays in its line,
 * because progress bars use it to overwrite themselves. Invalid UTF-8 becomes U+FFFD.
 */
export function createLineSplitter(): LineSplitter {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: false });
  let held: string[] = [];
  let heldLength = 0;

  const take = (tail: string): string => {
    held.push(tail);
    const line = held.join('');
    held = [];
    heldLength = 0;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  };
  const split = (text: string): string[] => {
    const lines: string[] = [];
    let start = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', start)) {
      lines.push(take(text.slice(start, at)));
      start = at + 1;
    }
    if (start < text.length) {
      held.push(text.slice(start));
      heldLength += text.length - start;
      if (heldLength > longestLine) lines.push(take(''));
    }
    return lines;
  };
  return {
    push: (chunk) => split(decoder.decode(chunk, { stream: true })),
    end: () => {
      const lines = split(decoder.decode());
      if (heldLength > 0) lines.push(take(''));
      return lines;
    },
  };
}
