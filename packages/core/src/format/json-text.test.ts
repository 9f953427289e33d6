import { expect, it } from 'vitest';
import { jsonText } from './json-text.js';

it('is JSON, as ever', () => {
  expect(jsonText({ a: [1, 'two', null], b: undefined })).toBe('{"a":[1,"two",null]}');
});

it('cuts what is nested too deeply to be written', () => {
  const deep: unknown = JSON.parse(`${'{"a":['.repeat(10_000)}1${']}'.repeat(10_000)}`);
  expect(() => JSON.stringify(deep)).toThrow(RangeError);
  const text = jsonText({ message: 'kept', deep });
  expect(JSON.parse(text)).toMatchObject({ message: 'kept' });
  expect(text).toContain('…');
});
