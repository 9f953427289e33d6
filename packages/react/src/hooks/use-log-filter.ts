import {
  createFilteredView,
  EMPTY_VIEW,
  LogStreamError,
  type FilteredSnapshot,
  type FilteredView,
  type LogFilter,
  type LogStream,
  type LogView,
  type ViewBreak,
} from '@tailrace/core';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useResource } from '../lib/use-resource.js';
import { filterKey } from './filter-key.js';
import { useStreamSnapshot } from './use-log-stream.js';

/** The lines that pass a filter. */
export interface UseLogFilterResult<Raw = unknown> {
  /** Those lines, by row. */
  readonly view: LogView<Raw>;
  /** How many pass, and how many are held. */
  readonly shown: number;
  readonly held: number;
  /** Lines that are held are still being tested: what is shown is right, but not all. */
  readonly pending: boolean;
  /** Why the filter cannot be used, or was stopped because it takes too long; the lines are those of the filter before. */
  readonly error: LogStreamError | undefined;
  /** With `context`: where lines are left out between two that are shown. */
  readonly breaks: readonly ViewBreak[];
  /** For `useLogSearch`: finds only in the lines that pass. */
  readonly filtered: FilteredView<Raw> | undefined;
}

const NOTHING: FilteredSnapshot = Object.freeze({
  view: EMPTY_VIEW,
  pending: false,
  error: undefined,
  breaks: [],
});
const create = <Raw>(stream: LogStream<Raw>): FilteredView<Raw> => createFilteredView(stream);

/**
 * The lines of a stream that pass a filter; each new line is tested once. A filter that is made anew in each render changes
 * nothing while its content is the same. One that cannot be is an `error`.
 */
export function useLogFilter<Raw = unknown>(
  stream: LogStream<Raw> | null | undefined,
  filter: LogFilter,
): UseLogFilterResult<Raw> {
  const filtered = useResource(stream, create<Raw>);
  const key = filterKey(filter);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const stable = useMemo(() => filter, [key]);
  const [refused, setRefused] = useState<LogStreamError>();
  useEffect(() => {
    setRefused(undefined);
    try {
      filtered?.setFilter(stable);
    } catch (thrown) {
      if (!(thrown instanceof LogStreamError)) throw thrown;
      setRefused(thrown);
    }
  }, [filtered, stable]);

  const subscribe = useCallback(
    (listener: () => void) => filtered?.subscribe(listener) ?? (() => undefined),
    [filtered],
  );
  const read = useCallback(() => filtered?.getSnapshot() ?? (NOTHING as FilteredSnapshot<Raw>), [filtered]);
  const { view, pending, error, breaks } = useSyncExternalStore(subscribe, read, read);
  const held = useStreamSnapshot(stream).view.length;
  return useMemo(
    () => ({ view, shown: view.length, held, pending, error: refused ?? error, breaks, filtered }),
    [view, held, pending, refused, error, breaks, filtered],
  );
}
