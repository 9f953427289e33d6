import type { SearchQuery } from './viewer-control.js';

/** A key that is the same for searches with the same term and options. */
export function searchKey({ term, regex, caseSensitive, wholeWord }: SearchQuery): string {
  return JSON.stringify([term, regex === true, caseSensitive === true, wholeWord === true]);
}
