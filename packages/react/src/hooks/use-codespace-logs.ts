import {
  codespace,
  LogStreamError,
  type CodespaceLog,
  type CodespaceTask,
  type LogItem,
  type LogStream,
  type LogView,
  type TokenSource,
} from '@tailrace/core';
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { attempt, type Attempt } from '../lib/attempt.js';
import { given } from '../lib/given.js';
import { useStableToken } from '../lib/use-stable-token.js';
import { useTailrace } from '../provider.js';
import { itemsAfter, joinLive, prependPage, type CodespaceFilters } from './codespace-rows.js';
import { useLogStream } from './use-log-stream.js';

/** Options of {@link useCodespaceLogs}. */
export interface UseCodespaceLogsOptions {
  /** Rows per page, 1–500. Default 50. */
  readonly pageSize?: number;
  /** Stream new rows from the start. Default true. */
  readonly enableStreaming?: boolean;
  readonly filters?: CodespaceFilters;
  /** The backend's address. Default: the provider's, or the page's own origin. */
  readonly baseUrl?: string;
}

/** The result of {@link useCodespaceLogs}. */
export interface UseCodespaceLogsReturn {
  /** The server's own rows, oldest first, each once. */
  readonly logs: readonly CodespaceLog[];
  /** A page is being loaded. */
  readonly isLoading: boolean;
  /** New rows are being streamed, or the stream is reconnecting. */
  readonly isStreaming: boolean;
  /** The message of the last error, to be shown as it is. */
  readonly error: string | null;
  /** The server has older rows. */
  readonly hasMore: boolean;
  /** The server's offset of the next page; null if there is none. */
  readonly nextOffset: number | null;
  /** Loads the next page of older rows. */
  loadMore(): void;
  /** Starts streaming again after `stopStreaming()`, or if `enableStreaming` is false. */
  startStreaming(): void;
  /** Stops streaming; the rows stay. */
  stopStreaming(): void;
}

interface Pages {
  /** The task that these pages belong to. */
  readonly task: CodespaceTask | undefined;
  readonly rows: readonly CodespaceLog[];
  readonly nextOffset: number | null;
  readonly isLoading: boolean;
  readonly error: LogStreamError | undefined;
  /** The first page has arrived; the stream continues from `since`. */
  readonly ready: boolean;
  readonly since: string | undefined;
}

const START: Pages = {
  task: undefined,
  rows: [],
  nextOffset: null,
  isLoading: false,
  error: undefined,
  ready: false,
  since: undefined,
};
/** Live rows to keep. */
const LIVE_LINES = 100_000;
const NO_FILTERS: CodespaceFilters = {};

/** The items of each stream that were read last. */
const known = new WeakMap<LogStream<CodespaceLog>, readonly LogItem<CodespaceLog>[]>();

function itemsOf(
  stream: LogStream<CodespaceLog>,
  view: LogView<CodespaceLog>,
): readonly LogItem<CodespaceLog>[] {
  const items = itemsAfter(known.get(stream) ?? [], view);
  known.set(stream, items);
  return items;
}

/** Reads pages of a task until one has new rows: if rows shift between two requests, a page may only repeat known ones. */
async function readPage(
  task: CodespaceTask,
  rows: readonly CodespaceLog[],
  offset: number,
  query: { readonly limit: number; readonly filters: CodespaceFilters; readonly signal: AbortSignal },
): Promise<Pick<Pages, 'rows' | 'nextOffset'>> {
  const { limit, filters, signal } = query;
  let next: number | null = offset;
  let joined = rows;
  while (next !== null && joined === rows) {
    const page = await task.logs(
      given({
        limit,
        offset: next,
        logType: filters.log_type,
        stepName: filters.step_name,
        search: filters.search,
        signal,
      }),
    );
    joined = prependPage(rows, page.data);
    next = page.next_offset;
  }
  return { rows: joined, nextOffset: next };
}

/**
 * The logs of a codespace task: the newest page, older pages on request, and new rows as they are written. Every row appears once and
 * in order, whether it came from a page or from the stream.
 */
export function useCodespaceLogs(
  taskId: string,
  authToken: TokenSource | undefined,
  options: UseCodespaceLogsOptions = {},
): UseCodespaceLogsReturn {
  const { pageSize = 50, enableStreaming = true, filters = NO_FILTERS } = options;
  const provided = useTailrace();
  const token = useStableToken(authToken === '' || authToken === undefined ? provided.token : authToken);
  const baseUrl = options.baseUrl;
  const filterKey = JSON.stringify([filters.log_type, filters.step_name, filters.search]);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const wanted = useMemo(() => filters, [filterKey]);
  const [read, update] = useReducer(
    (old: Pages, change: Partial<Pages>): Pages => ({ ...old, ...change }),
    START,
  );
  // Once opened, the stream is kept until unmount: stopping it must not take its rows away.
  const [opened, setOpened] = useState(enableStreaming);
  const running = useRef<AbortController>(undefined);

  const { made: task, refused } = useMemo((): Attempt<CodespaceTask> => {
    if (taskId === '' || typeof document === 'undefined') return {};
    return attempt(() => codespace(provided.backend(given({ baseUrl, token }))).task(taskId));
  }, [taskId, baseUrl, token, provided]);

  const pages = read.task === task ? read : START;

  const load = useCallback(
    async (from: Pages, offset: number) => {
      if (!task) return;
      running.current?.abort();
      const abort = new AbortController();
      running.current = abort;
      update({ ...from, task, isLoading: true, error: undefined });
      try {
        const page = await readPage(task, from.rows, offset, {
          limit: pageSize,
          filters: wanted,
          signal: abort.signal,
        });
        if (abort.signal.aborted) return;
        // The stream repeats the whole first page, so that rows written meanwhile with the newest row's timestamp are not missed.
        const first = from.ready ? {} : { ready: true, since: page.rows[0]?.created_at };
        update({ ...page, ...first, isLoading: false });
      } catch (thrown) {
        if (abort.signal.aborted) return;
        if (!(thrown instanceof LogStreamError)) throw thrown;
        update({ isLoading: false, error: thrown, ...(thrown.retryable ? { ready: true } : {}) });
      }
    },
    [task, pageSize, wanted],
  );

  useEffect(() => {
    void load(START, 0);
    return () => running.current?.abort();
  }, [load]);

  const live = useLogStream(
    opened && pages.ready ? task : null,
    given({ bufferLines: LIVE_LINES, since: pages.since }),
  );
  const { status, stream, view, connect, disconnect } = live;
  const logs = useMemo(() => {
    const items = stream ? itemsOf(stream, view) : [];
    const rows = items.flatMap((item) => (item.kind === 'log' ? [item.raw] : []));
    return joinLive(pages.rows, rows, wanted);
  }, [pages.rows, stream, view, wanted]);
  const failure = refused ?? pages.error ?? (status === 'failed' ? live.error : undefined);

  const loadMore = useCallback(() => {
    if (pages.nextOffset !== null && !pages.isLoading) void load(pages, pages.nextOffset);
  }, [load, pages]);
  const startStreaming = useCallback(() => {
    setOpened(true);
    connect();
  }, [connect]);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else if (enableStreaming) startStreaming();
    else disconnect();
    // Only a change of the option matters, not a new stream.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [enableStreaming]);

  return {
    logs,
    isLoading: pages.isLoading,
    isStreaming:
      status === 'connecting' || status === 'live' || status === 'polling' || status === 'reconnecting',
    error: failure?.message ?? null,
    hasMore: pages.nextOffset !== null,
    nextOffset: pages.nextOffset,
    loadMore,
    startStreaming,
    stopStreaming: disconnect,
  };
}
