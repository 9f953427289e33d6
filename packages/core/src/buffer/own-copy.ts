/**
 * A copy of the text in its own memory, at one byte per character if possible. A substring keeps its whole payload alive, and takes two bytes
 * per character if anything in the payload needs them. Parsing it from JSON is the only way to avoid both.
 */
export function ownCopy(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
