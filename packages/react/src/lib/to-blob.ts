import { breathe, SLICE } from './slices.js';

/** Joins texts with line feeds, in slices, so that the page can draw and react in between. */
export async function toBlob(first: readonly string[], rest: Iterable<string>): Promise<Blob> {
  const pieces = [new Blob([first.join('\n')])];
  let until = performance.now() + SLICE;
  for (const text of rest) {
    pieces.push(new Blob(['\n', text]));
    if (performance.now() < until) continue;
    await breathe();
    until = performance.now() + SLICE;
  }
  return new Blob(pieces, { type: 'text/plain' });
}
