/** The messages of the lines from one number to another, which `numbered` writes. */
export const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
