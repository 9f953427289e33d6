import { breathe, SLICE } from './slices.js';

/** Milliseconds for which texts are gathered; making a blob of them takes as long. */
const GATHER = SLICE / 2;

/** Joins texts, in slices, so that the page can draw and react in between. */
export async function toBlob(
  first: readonly string[],
  rest: Iterable<string>,
  separator = '\n',
): Promise<Blob> {
  // One a slice, because putting thousands of them together would stop the page.
  const blobs: Blob[] = [];
  let texts = [first.join(separator)];
  let until = performance.now() + GATHER;
  for (const text of rest) {
    texts.push(separator, text);
    if (performance.now() < until) continue;
    blobs.push(new Blob(texts));
    texts = [];
    await breathe();
    until = performance.now() + GATHER;
  }
  return new Blob([...blobs, ...texts], { type: 'text/plain' });
}
