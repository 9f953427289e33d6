/** Taking a text apart into lines. */

const RETURN = 13;

/** `text` from `start` to `end`, without a carriage return at its end. */
export function chomp(text: string, start = 0, end = text.length): string {
  return text.slice(start, end > start && text.charCodeAt(end - 1) === RETURN ? end - 1 : end);
}

/** Lines of a text: split at newlines, without the one at the end and without the carriage returns before them. */
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
