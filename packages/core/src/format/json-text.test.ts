import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonText } from './json-text.js';

const nest = (depth: number): unknown => JSON.parse(`${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`);

it('is JSON, as ever', () => {
  expect(jsonText({ a: [1, 'two', null], b: undefined })).toBe('{"a":[1,"two",null]}');
  expect(jsonText({ a: [1] }, 2)).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(jsonText(undefined)).toBe('null');
  expect(jsonText(undefined, 2)).toBe('null');
});

it('writes nesting of any depth, whole', () => {
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

it('spends no more on laying out than the text is worth', () => {
  expect(jsonText(nest(1_000), 2)).toBe(JSON.stringify(nest(1_000)));
  expect(jsonText(nest(20), 2)).toBe(JSON.stringify(nest(20), null, 2));
});

it('writes what has no end and what JSON has no word for', () => {
  const circle: Record<string, unknown> = { name: 'circle', big: 12n };
  circle['self'] = circle;
  circle['twice'] = [{ a: 1 }];
  expect(jsonText(circle)).toBe('{"name":"circle","big":12,"self":"…","twice":[{"a":1}]}');
});

it('keeps the names a careless writer would lose', () => {
  const value: unknown = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}');
  expect(jsonText(value)).toBe('{"__proto__":{"polluted":true},"constructor":1}');
  expect(jsonText({ value, big: 1n })).toBe(
    '{"value":{"__proto__":{"polluted":true},"constructor":1},"big":1}',
  );
});

it('is the same by either way', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // The BigInt makes the engine's own writer throw.
      expect(jsonText([value, 1n])).toBe(JSON.stringify([value, 1]));
    }),
  );
});
