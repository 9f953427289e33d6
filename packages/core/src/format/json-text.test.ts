import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonText } from './json-text.js';

const nest = (depth: number): unknown => JSON.parse(`${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`);

it('jsonText is the same as JSON.stringify for ordinary values', () => {
  expect(jsonText({ a: [1, 'two', null], b: undefined })).toBe('{"a":[1,"two",null]}');
  expect(jsonText({ a: [1] }, 2)).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(jsonText(undefined)).toBe('null');
  expect(jsonText(undefined, 2)).toBe('null');
});

it('jsonText serialises any nesting depth', () => {
  const deep = nest(10_000);
  expect(() => JSON.stringify(deep)).toThrow(RangeError);
  const text = jsonText(
    { message: 'kept', 'a "name"': 'x\n', none: undefined, deep, list: [undefined, 1] },
    2,
  );
  expect(text).toBe(
    `{"message":"kept","a \\"name\\"":"x\\n","deep":${'{"a":['.repeat(10_000)}1${']}'.repeat(10_000)},"list":[null,1]}`,
  );
});

it('jsonText does not indent very deep values', () => {
  expect(jsonText(nest(1_000), 2)).toBe(JSON.stringify(nest(1_000)));
  expect(jsonText(nest(20), 2)).toBe(JSON.stringify(nest(20), null, 2));
});

it('jsonText serialises cycles and values that JSON does not have', () => {
  const circle: Record<string, unknown> = { name: 'circle', big: 12n };
  circle['self'] = circle;
  circle['twice'] = [{ a: 1 }];
  expect(jsonText(circle)).toBe('{"name":"circle","big":12,"self":"…","twice":[{"a":1}]}');
});

it('jsonText keeps unusual property names', () => {
  const value: unknown = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}');
  expect(jsonText(value)).toBe('{"__proto__":{"polluted":true},"constructor":1}');
  expect(jsonText({ value, big: 1n })).toBe(
    '{"value":{"__proto__":{"polluted":true},"constructor":1},"big":1}',
  );
});

it('jsonText gives the same text with and without its fallback', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // The BigInt makes `JSON.stringify` throw.
      expect(jsonText([value, 1n])).toBe(JSON.stringify([value, 1]));
    }),
  );
});
