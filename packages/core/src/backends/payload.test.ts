import { describe, expect, it } from 'vitest';
import { jsonLines, jsonValues, NotJson } from './payload.js';

describe('jsonValues', () => {
  it.each([
    ['one object', '{"a":1}', [{ a: 1 }]],
    ['an object over several lines', '{\n"a":\n1}', [{ a: 1 }]],
    ['no object', 'null', [null]],
    ['a list', '[{"a":1},[2]]', [{ a: 1 }, [2]]],
    ['a list over several lines', '[{"a":1},\n{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['one a line', '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['one a line, with carriage returns and blank lines', '{"a":1}\r\n\r\n{"a":2}', [{ a: 1 }, { a: 2 }]],
    ['a list a line', '[1,2]\n[3]', [1, 2, 3]],
    ['nothing', ' \n', []],
  ])('are those of %s', (_what, data, values) => {
    expect(jsonValues(data)).toEqual(values);
  });

  it('returns NotJson in the place of a piece that is not JSON', () => {
    expect(jsonValues('{"a":1}\n{"a":\nundefined\n[2]')).toEqual([
      { a: 1 },
      new NotJson('{"a":'),
      new NotJson('undefined'),
      2,
    ]);
    expect(jsonValues('hello')).toEqual([new NotJson('hello')]);
  });
});

it('jsonLines keeps a list as one value', () => {
  expect(jsonLines('[1,2]\n{"a":1}')).toEqual([[1, 2], { a: 1 }]);
});
