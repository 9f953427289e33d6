import { describe, expect, it, vi } from 'vitest';
import { line } from '../testing/array-view.js';
import { exactNumber, findJson, hasDetails } from './json-message.js';

describe('JSON in a message', () => {
  it('is found where it is all of it, and after a prefix', () => {
    expect(findJson(' {"a":[1]} \n')).toEqual({ text: '{"a":[1]}', value: { a: [1] } });
    expect(findJson('[{"a":1},{"b":2}]')?.value).toEqual([{ a: 1 }, { b: 2 }]);
    expect(findJson('2026-11-03T09:41:07.123Z INFO request {"path":"/","ms":12}')?.text).toBe(
      '{"path":"/","ms":12}',
    );
    expect(findJson('[2026-11-03 09:41:07] [worker-1] done [1, 2, {"a": null}]')?.value).toEqual([
      1,
      2,
      { a: null },
    ]);
    expect(findJson('\u001b[32mINFO\u001b[0m {\u001b[34m"a"\u001b[0m: 1}\u001b[0m')?.value).toEqual({ a: 1 });
  });

  it('is exactly as it was sent', () => {
    const text = '{"id":12345678901234567890,"b":1.0,"a":"\\u00e9","__proto__":{"x":1},"a":2}';
    expect(findJson(`request ${text}`)?.text).toBe(text);
    expect(Object.keys(findJson(text)?.value ?? {})).toContain('__proto__');
  });

  it('keeps numbers that JavaScript would change', () => {
    const text =
      '{"id":12345678901234567890,"b":0.12345678901234567890,"c":-1234567890123456789e-2,"ms":12.5,"d":1e-300}';
    const value = findJson(text)?.value as Record<string, unknown>;
    expect(['id', 'b', 'c'].map((name) => exactNumber(value[name]))).toEqual([
      '12345678901234567890',
      '0.12345678901234567890',
      '-1234567890123456789e-2',
    ]);
    expect(value).toMatchObject({ ms: 12.5, d: 1e-300 });
    expect(exactNumber(value['ms'])).toBeUndefined();
  });

  it('leaves the digits in texts alone, whatever these contain', () => {
    const texts = [
      'a "quoted" 12345678901234567890, and more',
      '\\',
      ': 12345678901234567890',
      `${'\\"'.repeat(50_000)}12345678901234567890`,
      'x'.repeat(3_000_000),
    ];
    const text = JSON.stringify({ texts, '12345678901234567890': [1] }).replace(
      '[1]',
      '[12345678901234567891]',
    );
    const value = findJson(text)?.value as Record<string, unknown[]>;
    expect(value['texts']).toEqual(texts);
    expect(exactNumber(value['12345678901234567890']?.[0])).toBe('12345678901234567891');
    // A text that looks like a number of this program is a text.
    for (const trick of ['\uffff12', '\\uFFFF12'])
      expect(findJson(`{"a":"${trick}","b":12345678901234567890}`)?.value).toEqual({
        a: '\uffff12',
        b: 12345678901234567000,
      });
  });

  it('does not read each value to keep long numbers: a line of a megabyte would stop the page', () => {
    const parse = vi.spyOn(JSON, 'parse');
    findJson('{"id":12345678901234567890,"list":[1,2,3]}');
    for (const [, reviver] of parse.mock.calls) expect(reviver).toBeUndefined();
    parse.mockRestore();
  });

  it('is not found in words in brackets', () => {
    for (const message of [
      '[main] started [ok]',
      'user {name} logged in from {host}',
      '{"a":1',
      '{"a":1} and more',
      'exit code [1] of [2] {"broken": }',
      '{}',
      'nothing []',
      'worker took task [3]',
      '',
      '}',
    ])
      expect(findJson(message), message).toBeUndefined();
  });

  it('is found however deep it is, and not looked for in brackets without end', () => {
    const deep = `${'{"a":['.repeat(10_000)}1${']}'.repeat(10_000)}`;
    expect(findJson(`deep ${deep}`)?.text).toBe(deep);
    expect(findJson(`${'["'.repeat(200_000)}]`)).toBeUndefined();
  });

  it('makes a row one with details', () => {
    expect(hasDetails(line(0))).toBe(false);
    expect(hasDetails(line(0, { metadata: {} }))).toBe(false);
    expect(hasDetails(line(0, { metadata: { a: 1 } }))).toBe(true);
    expect(hasDetails(line(0, { message: 'GET / {"ms":1}' }))).toBe(true);
    expect(hasDetails(line(0, { message: '[main] started [ok]' }))).toBe(false);
    expect(hasDetails(line(0, { message: `{"a":"${'x'.repeat(5_000_000)}"}` }))).toBe(true);
    expect(hasDetails(line(0, { message: 'x'.repeat(5_000_000) }))).toBe(false);
    const sequences = `\u001b[${'1;'.repeat(5_000)}31mmany parameters\u001b[0m`;
    expect(hasDetails(line(0, { message: sequences }))).toBe(false);
    expect(hasDetails(line(0, { message: `\u001b[2m{"a":"${'x'.repeat(5_000)}"}\u001b[0m` }))).toBe(true);
  });
});
