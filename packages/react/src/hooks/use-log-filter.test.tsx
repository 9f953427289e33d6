// @vitest-environment jsdom
import { createLogFeed, type LogFilter } from '@tailrace/core';
import { cleanup, renderHook, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { inProvider } from '../testing/backend.js';
import { useLogFilter } from './use-log-filter.js';
import { useLogSearch } from './use-log-search.js';
import { useLogStream } from './use-log-stream.js';

afterEach(cleanup);

function open(lines: readonly string[], filter: LogFilter) {
  const feed = createLogFeed();
  feed.append(lines);
  const hook = renderHook(
    (wanted: LogFilter) => {
      const { stream } = useLogStream(feed);
      const filtered = useLogFilter(stream, wanted);
      return { filtered, search: useLogSearch(filtered.filtered) };
    },
    { wrapper: inProvider(), initialProps: filter },
  );
  const shown = (): string[] =>
    [...hook.result.current.filtered.view].map((item) => (item.kind === 'log' ? item.message : 'gap'));
  return { feed, hook, shown };
}

describe('useLogFilter', () => {
  it('combines conditions, and gives the context of each line that passes and the breaks in between', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => (at % 10 === 5 ? `hit ${at}` : `line ${at}`));
    const { feed, hook, shown } = open(lines, {
      any: [{ text: 'hit 5' }, { query: '"hit 25"' }],
      context: 1,
    });
    await waitFor(() =>
      expect(shown()).toEqual(['line 4', 'hit 5', 'line 6', 'line 24', 'hit 25', 'line 26']),
    );
    expect(hook.result.current.filtered.breaks).toMatchObject([{ hidden: 17 }]);
    expect(hook.result.current.filtered).toMatchObject({ shown: 6, held: 30, pending: false });
    feed.append(['x', 'hit 5 again']);
    await waitFor(() => expect(shown().slice(-2)).toEqual(['x', 'hit 5 again']));
    hook.rerender({ text: 'hit' });
    await waitFor(() => expect(shown()).toEqual(['hit 5', 'hit 15', 'hit 25', 'hit 5 again']));
    expect(hook.result.current.filtered.breaks).toEqual([]);
  });

  it('reports a refused expression, and keeps the previous filter', async () => {
    // There are no workers in this environment.
    const { hook, shown } = open(['aab', 'b', 'x'], { text: 'b' });
    await waitFor(() => expect(shown()).toEqual(['aab', 'b']));
    hook.rerender({ regex: '(a+)+b' });
    await waitFor(() => expect(hook.result.current.filtered.error?.kind).toBe('invalid-argument'));
    expect(shown()).toEqual(['aab', 'b']);
    hook.rerender({ regex: 'a+b' });
    await waitFor(() => expect(shown()).toEqual(['aab']));
    expect(hook.result.current.filtered.error).toBeUndefined();
  });
});

describe('an invalid filter', () => {
  it('is an error rather than a crash, because somebody may be typing it', async () => {
    const { hook, shown } = open(['aab', 'b', 'x'], { text: 'b' });
    await waitFor(() => expect(shown()).toEqual(['aab', 'b']));
    hook.rerender({ regex: 'a(' });
    await waitFor(() => expect(hook.result.current.filtered.error?.kind).toBe('invalid-argument'));
    expect(shown()).toEqual(['aab', 'b']);
    hook.rerender({ regex: 'a(a)' });
    await waitFor(() => expect(shown()).toEqual(['aab']));
    expect(hook.result.current.filtered.error).toBeUndefined();
  });
});

describe('useLogSearch', () => {
  it('keeps the last result if an expression is refused', async () => {
    const { hook } = open(['aab', 'b'], {});
    await waitFor(() => expect(hook.result.current.filtered.shown).toBe(2));
    hook.result.current.search.find('b');
    await waitFor(() => expect(hook.result.current.search.total).toBe(2));
    hook.result.current.search.find('(a+)+b', { regex: true });
    await waitFor(() => expect(hook.result.current.search.error?.message).toMatch(/block the page/));
    expect(hook.result.current.search).toMatchObject({ term: 'b', total: 2, current: 1 });
    expect(hook.result.current.search.rangesIn('ab')).toEqual([[1, 2]]);
  });
});
