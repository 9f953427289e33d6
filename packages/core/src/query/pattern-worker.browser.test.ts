/** The pattern worker in a real browser: it finds the same matches as the main thread, and copes with a content security policy. */
import { describe, expect, it } from 'vitest';
import { systemClock } from '../lib/clock.js';
import { PatternGuard } from './pattern-guard.js';
import { compileSearch } from './search-pattern.js';

/** Has the worker run the expression on the texts, whatever its cost. */
async function places(pattern: RegExp, texts: readonly string[], all = true) {
  let error: Error | undefined;
  const guard = new PatternGuard({
    clock: systemClock,
    places: all,
    refused: (why) => {
      error = why;
    },
  });
  guard.use([pattern]);
  const found: (readonly number[])[] = [];
  while (found.length < texts.length) {
    await new Promise<void>((done) => guard.ask(texts.slice(found.length), done));
    const before = found.length;
    for (const text of texts.slice(before)) {
      const known = guard.known.get(text)?.[0];
      if (!known) break;
      found.push(known);
    }
  }
  guard.stop();
  expect(error).toBeUndefined();
  return found;
}

describe('the pattern worker', () => {
  const texts = ['', 'aab ab b', '😀 xx 😀x😀', 'a\nb\nc', 'né, aîné; Né', 'ABab aB', 'x'.repeat(5_000)];

  it.each([
    ['(a+)+b', {}],
    ['x*', {}],
    ['x*', { wholeWord: true }],
    ['^b$', {}],
    ['né', { wholeWord: true, caseSensitive: true }],
    ['(?:)', {}],
    ['[^a]', {}],
  ] as const)('finds the same places as a search that runs at once: %s %j', async (term, options) => {
    const find = compileSearch(term, { ...options, regex: true });
    const expected = texts.map((text) => find(text).flat());
    expect(await places(find.pattern as RegExp, texts)).toEqual(expected);
  });

  it('reports whether there is a match, even an empty one', async () => {
    expect((await places(/^$/, ['', 'x'], false)).map(({ length }) => length > 0)).toEqual([true, false]);
  });
});

describe('a page whose content security policy allows no worker', () => {
  it('falls back at once, without waiting', async () => {
    const frame = document.createElement('iframe');
    frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="worker-src 'none'">`;
    const loaded = new Promise((done) => frame.addEventListener('load', done));
    document.body.append(frame);
    await loaded;
    const { Worker, Blob, URL } = frame.contentWindow as unknown as typeof globalThis;
    let error: Error | undefined;
    const guard = new PatternGuard({
      clock: systemClock,
      places: true,
      refused: (why) => {
        error = why;
      },
      openWorker: () => new Worker(URL.createObjectURL(new Blob(['']))),
    });
    guard.use([/(a+)+b/g]);
    guard.ask(['aab'], () => undefined);
    await expect.poll(() => error?.message).toMatch(/no worker is available here/);
    // An expression with a bounded cost runs here.
    guard.use([/a.*b.*c/g]);
    const text = `a${'-'.repeat(500)}c`;
    expect(guard.evaluate(0, text, () => 'run', String)).toBe('run');
    frame.remove();
  });
});
