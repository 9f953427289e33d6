// @vitest-environment jsdom
/** What a page without types may pass to a composable: the page is told what to pass instead, once. */
import { createLogFeed } from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import { mount } from './testing/mount.js';
import { useLogFilter } from './use-log-filter.js';
import { useLogHistory } from './use-log-history.js';
import { useLogSearch } from './use-log-search.js';
import { useLogStats } from './use-log-stats.js';
import { useStreamSnapshot } from './use-stream-snapshot.js';

const source = createLogFeed() as never;

describe('a source where a stream is expected', () => {
  it.each([
    ['to show', () => useStreamSnapshot(source).value.view.length],
    ['to page back', () => useLogHistory(source).state.value],
    ['to filter', () => useLogFilter(source, {}).held.value],
    ['to search', () => useLogSearch(source).total.value],
    ['to count', () => useLogStats(source).value.lines],
  ])('is refused: %s', (_, use: () => unknown) => {
    const { errors } = mount(use);
    expect(errors).toEqual([
      expect.objectContaining({
        kind: 'invalid-argument',
        message: expect.stringMatching(/Pass a stream/) as string,
      }),
    ]);
  });
});
