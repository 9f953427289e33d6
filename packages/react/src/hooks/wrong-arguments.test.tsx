// @vitest-environment jsdom
/** What a page without types may pass to a hook: it is told what to pass instead, and stays. */
import { createLogFeed, createLogStream } from '@tailrace/core';
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useErrorRates } from './use-error-rates.js';
import { useLogFilter } from './use-log-filter.js';
import { useLogHistory } from './use-log-history.js';
import { useLogSearch } from './use-log-search.js';
import { useLogStats } from './use-log-stats.js';
import { useStreamSnapshot } from './use-log-stream.js';
import { useLogVolume } from './use-log-volume.js';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const stream = createLogStream(createLogFeed());
const source = createLogFeed() as never;

describe('a wrong argument', () => {
  it.each([
    ['a window of 0', () => useErrorRates(stream, { window: 0 }), /window must be/],
    ['no bars', () => useLogVolume(stream, { bars: 0 }).bars, /bars must be/],
    ['a source to count', () => useLogStats(source).lines, /Pass a stream/],
    ['a source to search', () => useLogSearch(source).total, /Pass a stream/],
    ['a source to filter', () => useLogFilter(source, {}).held, /Pass a stream/],
    ['a source to page back', () => useLogHistory(source).isLoading || 0, /Pass a stream/],
    ['a source to show', () => useStreamSnapshot(source).view.length, /Pass a stream/],
  ])('surfaces as an uncaught error, and the page stays: %s', (_, use: () => unknown, message) => {
    const thrown: unknown[] = [];
    vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => {
      try {
        task();
      } catch (error) {
        thrown.push(error);
      }
    });
    const { result } = renderHook(use);
    expect([0, []]).toContainEqual(result.current);
    expect(thrown).toEqual([
      expect.objectContaining({
        kind: 'invalid-argument',
        message: expect.stringMatching(message) as string,
      }),
    ]);
  });

  it.each([{ text: null }, { labels: null }, { since: new Date() }, { query: 5 }])(
    'is reported by the filter: %o',
    (filter) => {
      const { result } = renderHook(() => useLogFilter(stream, filter as never));
      expect(result.current.error).toMatchObject({ kind: 'invalid-argument' });
    },
  );
});
