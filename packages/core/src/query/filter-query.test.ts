import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogStreamError } from '../errors.js';
import { FilterQueryError, parseFilterQuery } from './filter-query.js';
import { compileFilter, type LogFilter } from './filter.js';
import { formatFilterQuery } from './format-filter-query.js';

describe('parseFilterQuery', () => {
  it.each<[string, LogFilter]>([
    ['', {}],
    ['  ', {}],
    ['timeout', { text: 'timeout' }],
    ['slow query', { all: [{ text: 'slow' }, { text: 'query' }] }],
    ['slow AND query', { all: [{ text: 'slow' }, { text: 'query' }] }],
    ['"slow query"', { text: 'slow query' }],
    ['"a \\"b\\" \\\\"', { text: 'a "b" \\' }],
    ['a | b OR c', { any: [{ text: 'a' }, { text: 'b' }, { text: 'c' }] }],
    ['a b|c', { any: [{ all: [{ text: 'a' }, { text: 'b' }] }, { text: 'c' }] }],
    ['-a NOT b', { all: [{ not: { text: 'a' } }, { not: { text: 'b' } }] }],
    ['-(a | b) c', { all: [{ not: { any: [{ text: 'a' }, { text: 'b' }] } }, { text: 'c' }] }],
    ['level:error', { levels: ['error'] }],
    ['level:WARN,error', { levels: ['warn', 'error'] }],
    ['level:warn+', { minLevel: 'warn' }],
    ['stream:stderr type:task', { all: [{ streams: ['stderr'] }, { types: ['task'] }] }],
    [
      'step:"Build image",test source:api',
      { all: [{ steps: ['Build image', 'test'] }, { sources: ['api'] }] },
    ],
    [
      '@pod:web-1,"web 2" -@trace.Id:a=b',
      { all: [{ labels: { pod: ['web-1', 'web 2'] } }, { not: { labels: { 'trace.Id': ['a=b'] } } }] },
    ],
    ['@ @a b@c', { all: [{ text: '@' }, { text: '@a' }, { text: 'b@c' }] }],
    ['/took \\d{4,} ms/ -healthz', { all: [{ regex: 'took \\d{4,} ms' }, { not: { text: 'healthz' } }] }],
    ['/a\\/b/', { regex: 'a\\/b' }],
    ['/api/v1/jobs', { text: '/api/v1/jobs' }],
    ['GET /api', { all: [{ text: 'GET' }, { text: '/api' }] }],
    ['10:31:02 a-b c:\\x', undefined as never],
  ])('reads %j', (query, filter) => {
    if (filter === undefined) expect(() => parseFilterQuery(query)).toThrow(/no field “c”/);
    else expect(parseFilterQuery(query)).toEqual(filter);
  });

  it.each<[string, RegExp, number]>([
    ['(a b', /bracket is not closed/, 0],
    ['a )', /Unmatched “\)”/, 2],
    ['"abc', /quote is not closed/, 0],
    ['a ""', /quotes are empty/, 2],
    ['a |', /missing here/, 3],
    ['| a', /missing here/, 0],
    ['()', /missing here/, 1],
    ['a AND', /missing here/, 5],
    ['a AND OR b', /missing here/, 6],
    ['a -', /what to exclude/, 2],
    ['NOT', /what to exclude/, 0],
    ['a levle:error', /no field “levle”. Use one of level, stream, type, step, source/, 2],
    ['level:loud', /no level “loud”. Use one of trace, debug/, 0],
    ['stream:', /value is missing after “stream:”/, 7],
    ['stream:a,', /value is missing/, 9],
    ['@pod:', /value is missing after “@pod:”/, 5],
    ['x /(/', /not a regular expression/, 2],
    [`${'('.repeat(500)}a`, /too deeply/, 100],
  ])('says what is wrong with %j, and where', (query, message, position) => {
    let thrown: unknown;
    try {
      parseFilterQuery(query);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(FilterQueryError);
    expect(thrown).toBeInstanceOf(LogStreamError);
    expect(thrown).toMatchObject({ kind: 'invalid-argument', position });
    expect((thrown as Error).message).toMatch(message);
    expect((thrown as Error).message).toContain(`(at character ${position + 1})`);
  });

  it('parses any text, or throws a FilterQueryError', () => {
    const piece = fc.constantFrom(
      ...[
        '(',
        ')',
        '|',
        '-',
        '"',
        '/',
        ' ',
        ',',
        ':',
        '\\',
        '+',
        'a',
        'OR',
        'AND',
        'NOT',
        'level:',
        'step:',
        '@pod:',
        '@',
        'error',
        'é😀',
      ],
    );
    const query = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(query, (text) => {
        let filter: LogFilter;
        try {
          filter = parseFilterQuery(text);
        } catch (error) {
          expect(error).toBeInstanceOf(FilterQueryError);
          const { position } = error as FilterQueryError;
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThanOrEqual(text.length);
          return;
        }
        // What was parsed can be formatted, and parses back to the same filter.
        const written = formatFilterQuery(filter);
        expect(written).toBeDefined();
        expect(parseFilterQuery(written as string)).toEqual(filter);
        compileFilter(filter);
      }),
      { numRuns: 3_000 },
    );
  });
});
