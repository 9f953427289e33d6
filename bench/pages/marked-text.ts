/** A text split at the matches of a term: every second piece is a match. */
export function cutAtMatches(text: string, pattern: RegExp | undefined): readonly string[] {
  if (!pattern) return [text];
  const pieces: string[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    pieces.push(text.slice(at, match.index), match[0]);
    at = match.index + match[0].length;
  }
  pieces.push(text.slice(at));
  return pieces;
}
