import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createEventStream } from './event-stream.js';
import { utf8Length } from './utf8-length.js';

/** `event|id|data` for a frame, `oversize`, or a delay. */
type Out = string | { readonly retry: number };

function read(chunks: readonly string[], maxBytes = 1_000): Out[] {
  const out: Out[] = [];
  const push = createEventStream(maxBytes, {
    frames: (frames) =>
      void out.push(...frames.map(({ event, data, id }) => `${event ?? ''}|${id ?? ''}|${data}`)),
    oversize: () => out.push('oversize'),
    retryDelay: (retry) => out.push({ retry }),
  });
  for (const chunk of chunks) push(chunk);
  return out;
}

const CORPUS =
  '\uFEFF: hello\n\nevent: log\ndata: {"a":1}\nid: 7\n\nretry: 250\n\n:\n\nunknown: x\n' +
  'data: two\ndata: lines\n\ndata\n\nevent: empty\n\nid: alone\n\ndata:no space\n\ndata: €😀\n\nretry: soon\n\ndata: cut off';

const EXPECTED: Out[] = ['log|7|{"a":1}', { retry: 250 }, '||two\nlines', '||', '||no space', '||€😀'];

describe('createEventStream', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('reads a stream with %s line ends, cut anywhere in two and in three', (_, end) => {
    const text = CORPUS.replaceAll('\n', end);
    expect(read([text])).toEqual(EXPECTED);
    for (let a = 0; a <= text.length; a++) {
      expect(read([text.slice(0, a), text.slice(a)])).toEqual(EXPECTED);
      const b = Math.min(text.length, a + 3);
      expect(read([text.slice(0, a), text.slice(a, b), text.slice(b)])).toEqual(EXPECTED);
    }
    expect(read([...text])).toEqual(EXPECTED);
  });

  it('takes linear time, however large a chunk is', () => {
    const events = Array.from({ length: 40_000 }, (_, at) => `data: line ${at}, ${'x'.repeat(40)}\n\n`);
    const text = events.join('');
    const exec = vi.spyOn(RegExp.prototype, 'exec');
    const out = read(['data: cut', text], 1_000_000);
    const looked = exec.mock.calls.reduce((sum, [one]) => sum + one.length, 0);
    exec.mockRestore();
    expect(out).toHaveLength(events.length);
    expect(looked).toBeLessThan(3 * text.length);
  });

  it('passes on a large chunk in slices, so that not all of it is alive together', () => {
    const sizes: number[] = [];
    const push = createEventStream(1_000, {
      frames: (frames) => void sizes.push(frames.length),
      oversize: () => undefined,
      retryDelay: () => undefined,
    });
    push(Array.from({ length: 40_000 }, (_, at) => `data: line ${at}\n\n`).join(''));
    expect(sizes.reduce((sum, size) => sum + size)).toBe(40_000);
    expect(Math.max(...sizes)).toBeLessThan(10_000);
  });

  it('skips exactly the oversized events, wherever chunks are split', () => {
    const event = fc.record({
      lines: fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '😀', ':', ' '), maxLength: 40 }), {
        minLength: 1,
        maxLength: 4,
      }),
      name: fc.constantFrom('', 'log'),
    });
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 12 }),
        fc.constantFrom('\n', '\r', '\r\n'),
        fc.array(fc.nat({ max: 60 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 80 }),
        (events, end, cuts, maxBytes) => {
          const text = events
            .map(({ lines, name }) =>
              [...(name ? [`event: ${name}`] : []), ...lines.map((line) => `data: ${line}`), '', ''].join(
                end,
              ),
            )
            .join('');
          const chunks: string[] = [];
          let at = 0;
          for (const cut of cuts) chunks.push(text.slice(at, (at += cut)));
          chunks.push(text.slice(at));
          const expected = events.map(({ lines, name }) => {
            const data = lines.join('\n');
            return utf8Length(data) > maxBytes ? 'oversize' : `${name}||${data}`;
          });
          expect(read(chunks, maxBytes)).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('holds no more than the limit of an event that never ends', () => {
    const out: Out[] = [];
    const push = createEventStream(100, {
      frames: (frames) => void out.push(...frames.map(({ data }) => data)),
      oversize: (bytes) => {
        expect(bytes).toBeGreaterThan(1_000_000 - 100);
        out.push('oversize');
      },
      retryDelay: () => undefined,
    });
    push('data: first\n\ndata: ');
    for (let n = 0; n < 1_000; n++) push('x'.repeat(1_000));
    expect(out).toEqual(['first']);
    push('\n');
    push('\ndata: next\n\n');
    expect(out).toEqual(['first', 'oversize', 'next']);
  });

  it('skips endless comments without blank lines', () => {
    const chunks = Array.from({ length: 1_000 }, () => ': ping\n');
    expect(read([...chunks, 'data: x\n\n'], 50)).toEqual(['||x']);
  });
});
