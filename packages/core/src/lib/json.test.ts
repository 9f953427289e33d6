import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describe as show,
  excerpt,
  parseJson,
  readCount,
  readLabel,
  readMetadata,
  readProgress,
} from './json.js';

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

describe('readMetadata', () => {
  it('reads the same from an object, its JSON, and the base64 of that', () => {
    const object = fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
      fc.jsonValue(),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(object, (metadata) => {
        const text = JSON.stringify(metadata);
        const read: unknown = JSON.parse(text);
        expect(readMetadata(read)).toBe(read);
        expect(readMetadata(text)).toEqual(read);
        expect(readMetadata(base64(text))).toEqual(read);
        expect(readMetadata(base64(JSON.stringify(metadata, null, 2)))).toEqual(read);
      }),
    );
  });

  it.each([
    null,
    undefined,
    {},
    [],
    [1],
    7,
    true,
    '',
    'plain',
    'eyJ',
    'e30=',
    '{}',
    '{"a":',
    '"{}"',
    'null',
    'éé',
    base64('[1]'),
  ])('takes %j for none', (value) => {
    expect(readMetadata(value)).toBeUndefined();
  });

  it('treats __proto__ as an ordinary key', () => {
    const metadata = readMetadata('{"__proto__":{"admin":true}}');
    expect(Object.keys(metadata ?? {})).toEqual(['__proto__']);
    expect((metadata as { admin?: unknown }).admin).toBeUndefined();
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });
});

describe('readers of single fields', () => {
  it('accept only what they are for', () => {
    expect([0, 100, 55.5].map(readProgress)).toEqual([0, 100, 55.5]);
    expect([-1, 101, Number.NaN, '50', null, undefined, {}].map(readProgress)).toEqual(
      Array(7).fill(undefined),
    );
    expect([0, 7, '0', '70'].map(readCount)).toEqual([0, 7, 0, 70]);
    expect([-1, 1.5, Infinity, '', ' ', '-1', '1e3', '9'.repeat(20), null].map(readCount)).toEqual(
      Array(9).fill(undefined),
    );
    expect(['a', 7].map(readLabel)).toEqual(['a', '7']);
    expect([-2.5, 2 ** 53 - 1].map(readLabel)).toEqual(['-2.5', '9007199254740991']);
    expect(['', Number.NaN, Infinity, 2 ** 53, null, {}, true].map(readLabel)).toEqual(
      Array(7).fill(undefined),
    );
  });
});

describe('excerpts for error messages', () => {
  it('are short, whatever the value', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    for (const value of [
      'x'.repeat(10_000),
      cycle,
      10n,
      undefined,
      Symbol('s'),
      () => 1,
      ['x'.repeat(10_000)],
    ])
      expect(show(value).length).toBeLessThan(210);
    expect(excerpt('short')).toBe('short');
  });

  it('parseJson never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseJson(text)));
    expect(parseJson('['.repeat(100_000))).toBeUndefined();
  });
});
