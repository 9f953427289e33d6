/** Splits text into lines. */

const RETURN = 13;

/** The part of `text` from `start` to before `end`, without a trailing carriage return. */
export function chomp(text: string, start = 0, end = text.length): string {
  return text.slice(start, end > start && text.charCodeAt(end - 1) === RETURN ? end - 1 : end);
}

/** Splits a text at LF or CRLF. A line feed at the end adds no empty line. */
export function splitLines(text: string): readonly string[] {
  if (text.indexOf('\n') < 0) return [chomp(text)];
  const lines: string[] = [];
  for (let from = 0; from < text.length;) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    lines.push(chomp(text, from, end));
    from = end + 1;
  }
  return lines;
}
