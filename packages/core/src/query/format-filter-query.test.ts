import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOG_LEVELS, type LogEntry } from '../entry.js';
import { compileFilter, type LogFilter } from './filter.js';
import { formatFilterQuery } from './format-filter-query.js';

describe('formatFilterQuery', () => {
  const text = fc.string({ minLength: 1 });
  const values = fc.array(text, { minLength: 1, maxLength: 3 });
  const leaf: fc.Arbitrary<LogFilter> = fc.oneof(
    text.map((part) => ({ text: part })),
    text.map((part) => ({ exclude: part })),
    fc.constantFrom('a+', 'x/y', '\\/\\d', 'q').map((regex) => ({ regex })),
    fc.subarray([...LOG_LEVELS], { minLength: 1 }).map((levels) => ({ levels })),
    fc.constantFrom(...LOG_LEVELS).map((minLevel) => ({ minLevel })),
    values.map((streams) => ({ streams })),
    fc
      .constantFrom('stream', '@s', 'a.b-c', '__proto__')
      .chain((name) => values.map((of) => ({ labels: { [name]: of } }))),
    text.map((stream) => ({ labels: { stream } })),
    fc.record({ steps: values, sources: values, types: values }),
  );
  const { filter } = fc.letrec<{ filter: LogFilter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('filter'), { minLength: 2, maxLength: 3 }).map((any) => ({ any })),
      tie('filter').map((not) => ({ not })),
    ),
  }));
  const entry = fc
    .record({ message: fc.string(), level: fc.constantFrom(...LOG_LEVELS), stream: fc.string() })
    .map(({ message, level, stream }): LogEntry => ({
      kind: 'log',
      seq: 0,
      message,
      level,
      labels: { stream, type: message.slice(0, 1), step_name: stream, service: stream },
      raw: undefined,
    }));

  it('formats a query that passes the same lines as the filter', () => {
    fc.assert(
      fc.property(filter, fc.array(entry, { minLength: 1 }), (given, entries) => {
        const written = formatFilterQuery(given);
        expect(written).toBeDefined();
        const before = compileFilter(given);
        const after = compileFilter({ query: written as string });
        for (const each of entries) expect(after(each), written).toBe(before(each));
      }),
      { numRuns: 1_000 },
    );
  });

  it('returns undefined for a filter that no query can express', () => {
    for (const each of [
      { labels: { 'a pod': 'a' } },
      { labels: { pod: '' } },
      { labels: { pod: [] } },
      { text: 'x', caseSensitive: true },
      { regex: /x/ },
      { levels: [] },
      { any: [] },
      { not: {} },
      { all: [{ labels: { pod: '' } }] },
    ] as LogFilter[])
      expect(formatFilterQuery(each), JSON.stringify(each)).toBeUndefined();
    expect(formatFilterQuery({ regex: /x/gi, context: 2 })).toBe('/x/');
    expect(formatFilterQuery({})).toBe('');
    expect(formatFilterQuery({ query: 'a | b', levels: ['info'] })).toBe('level:info (a | b)');
  });
});
