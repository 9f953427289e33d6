/** Splits text into lines. */

/** The text without a trailing carriage return. */
export function chomp(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** Splits a text at LF or CRLF. A line feed at the end adds no empty line. */
export function splitLines(text: string): readonly string[] {
  if (!text.includes('\n')) return [chomp(text)];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map(chomp);
}
