// @vitest-environment jsdom
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { useErrorRates } from './use-error-rates.js';
import { useLogFilter } from './use-log-filter.js';
import { useLogHistory } from './use-log-history.js';
import { useLogSearch } from './use-log-search.js';
import { useLogStats } from './use-log-stats.js';
import { useLogStream, useStreamSnapshot } from './use-log-stream.js';
import { useLogVolume } from './use-log-volume.js';

afterEach(cleanup);

describe.each([[undefined], [null]])('without a stream: %s', (none) => {
  it('every hook has an empty result', () => {
    const { result } = renderHook(() => ({
      stream: useLogStream(none).status,
      snapshot: useStreamSnapshot(none).status,
      stats: useLogStats(none).lines,
      volume: useLogVolume(none).bars,
      rates: useErrorRates(none),
      search: useLogSearch(none).total,
      filter: useLogFilter(none, { text: 'x' }).shown,
      history: useLogHistory(none).state,
    }));
    expect(result.current).toEqual({
      stream: 'idle',
      snapshot: 'idle',
      stats: 0,
      volume: [],
      rates: [],
      search: 0,
      filter: 0,
      history: 'unknown',
    });
  });
});
