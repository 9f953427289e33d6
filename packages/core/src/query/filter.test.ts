import { describe, expect, it } from 'vitest';
import type { LogEntry, LogGap } from '../entry.js';
import { compileFilter, isEmptyFilter, type LogFilter } from './filter.js';
import { formatFilterQuery } from './format-filter-query.js';

const entry = (init: Partial<LogEntry>): LogEntry => ({
  kind: 'log',
  seq: 0,
  level: 'info',
  message: '',
  labels: {},
  raw: null,
  ...init,
});
const gap: LogGap = { kind: 'gap', seq: 1, reason: 'outage' };
const passes = (filter: LogFilter, init: Partial<LogEntry>): boolean => compileFilter(filter)(entry(init));

describe('compileFilter', () => {
  it('passes everything if there are no conditions', () => {
    for (const filter of [
      {},
      { text: '', regex: '', exclude: '' },
      { labels: {} },
      { caseSensitive: true },
    ] as LogFilter[]) {
      expect(isEmptyFilter(filter)).toBe(true);
      expect(passes(filter, {})).toBe(true);
    }
    expect(isEmptyFilter(undefined)).toBe(true);
    expect(isEmptyFilter({ levels: [] })).toBe(false);
  });

  it('selects by level', () => {
    expect(passes({ levels: ['warn', 'error'] }, { level: 'error' })).toBe(true);
    expect(passes({ levels: ['warn', 'error'] }, { level: 'fatal' })).toBe(false);
    expect(passes({ levels: [] }, { level: 'info' })).toBe(false);
    expect(passes({ minLevel: 'warn' }, { level: 'fatal' })).toBe(true);
    expect(passes({ minLevel: 'warn' }, { level: 'info' })).toBe(false);
  });

  it('selects by the labels that the backends use for stream, type, step and source', () => {
    expect(passes({ streams: ['stderr'] }, { labels: { stream: 'stderr' } })).toBe(true);
    expect(passes({ streams: ['stderr'] }, { labels: {} })).toBe(false);
    for (const labels of [{ type: 'task' }, { log_type: 'task' }])
      expect(passes({ types: ['task'] }, { labels })).toBe(true);
    for (const labels of [{ step_name: 'Build image' }, { task_name: 'build' }])
      expect(passes({ steps: ['build'] }, { labels })).toBe(true);
    for (const labels of [{ service: 'x' }, { task_run_id: 'x', job_run_id: 'y' }, { job_run_id: 'x' }])
      expect(passes({ sources: ['x'] }, { labels })).toBe(true);
    expect(passes({ sources: ['z'] }, { labels: { task_run_id: 'x', job_run_id: 'y' } })).toBe(false);
    expect(passes({ steps: [] }, { labels: { step_name: 'build' } })).toBe(false);
    expect(
      passes(
        { labels: { region: ['a', 'b'], stream: 'stdout' } },
        { labels: { region: 'b', stream: 'stdout' } },
      ),
    ).toBe(true);
    expect(
      passes(
        { labels: { region: ['a', 'b'], stream: 'stdout' } },
        { labels: { region: 'b', stream: 'stderr' } },
      ),
    ).toBe(false);
  });

  it('tests the message as it is shown, without ANSI sequences', () => {
    const message = '\u001b[31mcon\u001b[1mnection\u001b[0m refused';
    expect(passes({ text: 'Connection' }, { message })).toBe(true);
    expect(passes({ text: 'Connection', caseSensitive: true }, { message })).toBe(false);
    expect(passes({ text: '31m' }, { message })).toBe(false);
    expect(passes({ regex: '^conn.*D$' }, { message })).toBe(true);
    expect(passes({ regex: /D$/ }, { message })).toBe(false);
    expect(passes({ regex: '^second$' }, { message: 'first\nsecond' })).toBe(true);
    expect(passes({ exclude: 'connection' }, { message })).toBe(false);
    expect(passes({ text: 'refused', exclude: 'timeout' }, { message })).toBe(true);
  });

  it('passes every gap', () => {
    for (const filter of [{ levels: [] }, { text: 'x' }, { minLevel: 'fatal', streams: [] }] as LogFilter[])
      expect(compileFilter(filter)(gap)).toBe(true);
  });

  it('takes every condition that the type has', () => {
    const every: Required<LogFilter> = {
      levels: ['info'],
      minLevel: 'info',
      streams: ['stdout'],
      types: ['task'],
      steps: ['build'],
      sources: ['api'],
      labels: { pod: 'a' },
      since: 0,
      until: 1,
      text: 'x',
      regex: 'x',
      caseSensitive: true,
      exclude: 'y',
      all: [],
      any: [],
      not: {},
      query: 'x',
      context: 1,
    };
    expect(compileFilter(every)(gap)).toBe(true);
  });

  it('refuses invalid conditions', () => {
    expect(() => compileFilter({ regex: '[' })).toThrow(
      expect.objectContaining({ kind: 'invalid-argument', message: expect.stringContaining('[') }),
    );
    // `regex: true` is an option of a search; in a filter it would look for "true".
    const flagged = { text: 'x', regex: true as never };
    expect(() => compileFilter(flagged)).toThrow(expect.objectContaining({ kind: 'invalid-argument' }));
    expect(formatFilterQuery(flagged)).toBeUndefined();
    expect(() => compileFilter({ levels: ['loud' as never] })).toThrow(
      expect.objectContaining({ kind: 'invalid-argument' }),
    );
    expect(() => compileFilter({ minLevel: 'loud' as never })).toThrow(/loud/);
  });

  it('combines filters with all, any and not', () => {
    const error: LogFilter = { levels: ['error'] };
    const disk: LogFilter = { text: 'disk' };
    expect(passes({ any: [error, disk] }, { message: 'disk full' })).toBe(true);
    expect(passes({ any: [error, disk] }, { message: 'x' })).toBe(false);
    expect(passes({ all: [error, disk] }, { message: 'disk full' })).toBe(false);
    expect(passes({ all: [error, disk] }, { message: 'disk full', level: 'error' })).toBe(true);
    expect(passes({ not: disk }, { message: 'disk full' })).toBe(false);
    expect(passes({ text: 'full', not: { any: [error, { text: 'net' }] } }, { message: 'disk full' })).toBe(
      true,
    );
    expect(passes({ any: [] }, {})).toBe(false);
    expect(passes({ all: [] }, {})).toBe(true);
    expect(compileFilter({ not: {}, any: [] })(gap)).toBe(true);
    expect(passes({ query: 'full -net level:info' }, { message: 'disk full' })).toBe(true);
    expect(passes({ query: 'full -disk' }, { message: 'disk full' })).toBe(false);
  });

  it.each(['all', 'query', 'labels', 'text', 'not'])(
    'isEmptyFilter leaves "%s": null to be refused',
    (name) => {
      expect(isEmptyFilter({ [name]: null })).toBe(false);
      expect(() => compileFilter({ [name]: null })).toThrow(`"${name}" of a filter`);
    },
  );

  it('isEmptyFilter looks into nested filters', () => {
    for (const filter of [{ all: [] }, { all: [{}, { text: '' }] }, { query: '  ' }, { context: 3 }])
      expect(isEmptyFilter(filter)).toBe(true);
    for (const filter of [{ any: [] }, { not: {} }, { all: [{ text: 'x' }] }, { query: 'x' }] as LogFilter[])
      expect(isEmptyFilter(filter)).toBe(false);
  });

  it('refuses context out of range and an invalid query', () => {
    for (const context of [-1, 21, 1.5, Number.NaN])
      expect(() => compileFilter({ text: 'x', context })).toThrow(
        /context must be a whole number from 0 to 20/,
      );
    expect(() => compileFilter({ query: '(x' })).toThrow(/not closed/);
  });

  it('ignores case in every script', () => {
    expect(passes({ text: 'ÜBER (a.b)' }, { message: 'über (A.B)' })).toBe(true);
    expect(passes({ text: 'a.b' }, { message: 'axb' })).toBe(false);
  });
});

describe('the time range of a filter', () => {
  const lets = (filter: LogFilter, times: readonly (number | undefined)[]): boolean[] =>
    times.map((time) => passes(filter, time === undefined ? {} : { time }));

  it('includes `since` and excludes `until`', () => {
    const times = [999, 1_000, 1_999, 2_000, undefined];
    expect(lets({ since: 1_000, until: 2_000 }, times)).toEqual([false, true, true, false, false]);
  });

  it('takes timestamps, and refuses one that cannot be parsed', () => {
    const times = [Date.UTC(2026, 10, 3, 10, 30), Date.UTC(2026, 10, 3, 10, 31)];
    expect(lets({ since: '2026-11-03T10:31:00Z' }, times)).toEqual([false, true]);
    expect(() => compileFilter({ until: 'noon' })).toThrow(/ISO 8601 timestamp/);
  });

  it('is a condition for isEmptyFilter', () => {
    expect(isEmptyFilter({ since: 0 })).toBe(false);
  });
});
