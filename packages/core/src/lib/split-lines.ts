/** Splits text into lines. */

/** Characters of a part of a large text. */
const PIECE = 4_096;

/** The text without a trailing carriage return. */
export function chomp(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/**
 * Splits a text at LF or CRLF. A line feed at the end adds no empty line. The lines of a large text are cut from copies of its parts (as JSON,
 * because the engine does not copy otherwise): a line keeps what it was cut from in memory.
 */
export function splitLines(text: string): readonly string[] {
  if (!text.includes('\n')) return [chomp(text)];
  const lines: string[] = [];
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from + PIECE) + 1 || text.length;
    const piece = text.slice(from, end);
    const own = piece.length < text.length ? (JSON.parse(JSON.stringify(piece)) as string) : piece;
    const parts = own.split('\n');
    if (parts.at(-1) === '') parts.pop();
    for (const part of parts) lines.push(chomp(part));
    from = end;
  }
  return lines;
}
