import {
  createFilteredView,
  EMPTY_VIEW,
  type FilteredSnapshot,
  type FilteredView,
  type LogFilter,
  type LogStream,
  type LogStreamError,
  type LogView,
  type ViewBreak,
} from '@tailrace/core';
import { useEffect, useMemo, useState } from 'react';
import { attempt } from '../lib/attempt.js';
import { useReader } from '../lib/use-reader.js';
import { useResource } from '../lib/use-resource.js';
import { filterKey } from './filter-key.js';
import { useStreamSnapshot } from './use-log-stream.js';

/** The result of {@link useLogFilter}. */
export interface UseLogFilterResult<Raw = unknown> {
  /** The lines that pass, by row. */
  readonly view: LogView<Raw>;
  /** How many lines pass. */
  readonly shown: number;
  /** How many lines the stream holds. */
  readonly held: number;
  /** Some of the lines held have not been tested yet: what is shown is correct but incomplete. */
  readonly pending: boolean;
  /** Why the filter is invalid, or was stopped because it took too long; the previous filter is then still active. */
  readonly error: LogStreamError | undefined;
  /** With `context`: where lines are hidden between two shown lines. */
  readonly breaks: readonly ViewBreak[];
  /** Pass this to `useLogSearch` to search only the lines that pass. */
  readonly filtered: FilteredView<Raw> | undefined;
}

const NOTHING: FilteredSnapshot = Object.freeze({
  view: EMPTY_VIEW,
  pending: false,
  error: undefined,
  breaks: [],
});
const create = <Raw>(stream: LogStream<Raw>): FilteredView<Raw> => createFilteredView(stream);
const read = <Raw>(filtered: FilteredView<Raw>): FilteredSnapshot<Raw> => filtered.getSnapshot();

/**
 * The lines of a stream that pass a filter; each new line is tested once. The filter may be created anew in each render, because it is
 * compared by content. An invalid filter is reported as `error`.
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
    setRefused(attempt(() => filtered?.setFilter(stable)).refused);
  }, [filtered, stable]);

  const none = NOTHING as FilteredSnapshot<Raw>;
  const { view, pending, error, breaks } = useReader(filtered, read<Raw>, none, 0);
  const held = useStreamSnapshot(filtered && stream).view.length;
  return useMemo(
    () => ({ view, shown: view.length, held, pending, error: refused ?? error, breaks, filtered }),
    [view, held, pending, refused, error, breaks, filtered],
  );
}
