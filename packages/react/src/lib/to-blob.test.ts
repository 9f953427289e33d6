import { expect, it, vi } from 'vitest';
import { toBlob } from './to-blob.js';

/** Stands in for `Blob`, and counts how many others were put together at once. */
function countBlobs() {
  const seen = { most: 0 };
  const Real = Blob;
  class Counted extends Real {
    constructor(parts: BlobPart[] = [], options?: BlobPropertyBag) {
      super(parts, options);
      seen.most = Math.max(seen.most, parts.filter((part) => part instanceof Real).length);
    }
  }
  vi.stubGlobal('Blob', Counted);
  return seen;
}

it('joins what there is at first, and what comes, with line feeds', async () => {
  const blob = await toBlob(['a', 'b'], ['c\nd', 'é']);
  expect(await blob.text()).toBe('a\nb\nc\nd\né');
  expect(blob.type).toBe('text/plain');
});

it('puts few parts together, however many texts come', async () => {
  const seen = countBlobs();
  vi.stubGlobal('document', { hidden: false });
  const texts = Array.from({ length: 20_000 }, (_, n) => `text ${n}`);
  let now = 0;
  // In a slice, a hundred texts are made.
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 0.08));
  const blob = await toBlob([], texts);
  expect(await blob.text()).toBe(['', ...texts].join('\n'));
  expect(seen.most).toBeLessThan(500);
});

it('does not wait for timers while the page is hidden, where they hardly run', async () => {
  vi.stubGlobal('document', { hidden: true });
  const timer = vi.spyOn(globalThis, 'setTimeout');
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1));
  expect(await (await toBlob([], ['a', 'b', 'c'], '')).text()).toBe('abc');
  expect(timer).not.toHaveBeenCalled();
});
