// The public API as built. Do not edit: `npm run api:update` regenerates it.

declare module '@tailrace/vue' {
  import { ComputedRef, InjectionKey, MaybeRefOrGetter, ShallowRef } from 'vue';
  import {
    FilteredSnapshot,
    FilteredView,
    HistoryState,
    LogFilter,
    LogSource,
    LogSourceService,
    LogStats,
    LogStream,
    LogStreamError,
    LogStreamOptions,
    LogStreamSnapshot,
    SearchOptions,
    SearchState,
    TextRange,
    ViewSource,
  } from '@tailrace/core';

  export type Fields<T, K extends keyof T> = {
    readonly [Name in K]: ComputedRef<T[Name]>;
  };

  export const TAILRACE_SERVICE: InjectionKey<LogSourceService>;

  export interface UseLogFilterReturn<Raw = unknown> extends Fields<
    FilteredSnapshot<Raw>,
    'view' | 'pending' | 'breaks'
  > {
    readonly shown: ComputedRef<number>;
    readonly held: ComputedRef<number>;
    readonly error: ComputedRef<LogStreamError | undefined>;
    readonly filtered: Readonly<ShallowRef<FilteredView<Raw> | undefined>>;
  }

  export interface UseLogHistoryReturn {
    readonly state: ComputedRef<HistoryState>;
    readonly hasMore: ComputedRef<boolean>;
    readonly isLoading: ComputedRef<boolean>;
    readonly error: Readonly<ShallowRef<LogStreamError | undefined>>;
    loadOlder(limit?: number): Promise<number>;
  }

  export interface UseLogSearchReturn extends Fields<SearchState, keyof SearchState> {
    find(
      term: string,
      options?: SearchOptions & {
        readonly fromSeq?: number;
      },
    ): void;
    next(): void;
    previous(): void;
    rangesIn(text: string): readonly TextRange[];
  }

  export interface UseLogStreamOptions extends LogStreamOptions {
    readonly autoConnect?: boolean;
  }

  export interface UseLogStreamReturn<Raw = unknown> extends Fields<
    LogStreamSnapshot<Raw>,
    keyof LogStreamSnapshot
  > {
    readonly stream: Readonly<ShallowRef<LogStream<Raw> | undefined>>;
    connect(): void;
    disconnect(): void;
    pause(): void;
    resume(): void;
    clear(): void;
    retryNow(): void;
    fill(seq?: number): Promise<number>;
  }

  export function useLogFilter<Raw = unknown>(
    stream: MaybeRefOrGetter<LogStream<Raw> | null | undefined>,
    filter: MaybeRefOrGetter<LogFilter>,
  ): UseLogFilterReturn<Raw>;

  export function useLogHistory(stream: MaybeRefOrGetter<LogStream | null | undefined>): UseLogHistoryReturn;

  export function useLogSearch(source: MaybeRefOrGetter<ViewSource | null | undefined>): UseLogSearchReturn;

  export function useLogStats(
    source: MaybeRefOrGetter<ViewSource | null | undefined>,
  ): Readonly<ShallowRef<LogStats>>;

  export function useLogStream<Raw = unknown>(
    source: MaybeRefOrGetter<LogSource<Raw> | null | undefined>,
    options?: MaybeRefOrGetter<UseLogStreamOptions>,
  ): UseLogStreamReturn<Raw>;

  export function useStreamSnapshot<Raw = unknown>(
    stream: MaybeRefOrGetter<LogStream<Raw> | null | undefined>,
  ): Readonly<ShallowRef<LogStreamSnapshot<Raw>>>;

  export function useTailrace(): LogSourceService;
}
