import {
  LogStreamError,
  type LogSource,
  type LogStream,
  type LogStreamOptions,
  type LogStreamSnapshot,
  type StreamLease,
} from '@tailrace/core';
import { computed, onScopeDispose, shallowRef, toRaw, toValue, watch } from 'vue';
import type { MaybeRefOrGetter, ShallowRef } from 'vue';
import { fields, type Fields } from './lib/fields.js';
import { whenMounted } from './lib/when-mounted.js';
import { useTailrace } from './service.js';
import { useStreamSnapshot } from './use-stream-snapshot.js';

/** Options of {@link useLogStream}. */
export interface UseLogStreamOptions extends LogStreamOptions {
  /** Connect as soon as the stream is open. Default true. */
  readonly autoConnect?: boolean;
}

/** A log as refs, and what can be done with it. Each field of the stream's snapshot is a ref of its own. */
export interface UseLogStreamReturn<Raw = unknown> extends Fields<
  LogStreamSnapshot<Raw>,
  keyof LogStreamSnapshot
> {
  /** The stream underneath, for the other composables; undefined until the component is mounted, and without a source. */
  readonly stream: Readonly<ShallowRef<LogStream<Raw> | undefined>>;
  /** Starts, or starts again after `disconnect()` or a failure. */
  connect(): void;
  disconnect(): void;
  /** Freezes what is shown; the stream goes on. */
  pause(): void;
  resume(): void;
  /** Forgets the lines held. */
  clear(): void;
  /** Ends the wait for the next attempt. */
  retryNow(): void;
  /** Tries to fill one gap, or every one; resolves with how many were closed. */
  fill(seq?: number): Promise<number>;
}

/**
 * Reads a log while the component, or the effect scope, lives. Source and options may be refs or getters: what they hold is looked at
 * anew when what they were made of changes, and only a different log, token or option opens another stream. Equal ones share one
 * connection. No source: nothing is read, the status is `idle`.
 *
 * Inside of a component nothing is opened before it is mounted, and so nothing on a server; elsewhere it is opened at once. A wrong
 * option makes the status `failed`, and `error` says which.
 */
export function useLogStream<Raw = unknown>(
  source: MaybeRefOrGetter<LogSource<Raw> | null | undefined>,
  options: MaybeRefOrGetter<UseLogStreamOptions> = {},
): UseLogStreamReturn<Raw> {
  const service = useTailrace();
  const stream = shallowRef<LogStream<Raw>>();
  const refused = shallowRef<LogStreamError>();
  let lease: StreamLease<Raw> | undefined;

  function open(wanted: LogSource<Raw> | null | undefined, given: UseLogStreamOptions): void {
    const { autoConnect = true, ...streamOptions } = given;
    const before = lease;
    lease = undefined;
    refused.value = undefined;
    try {
      if (wanted) lease = service.open(wanted, streamOptions);
    } catch (thrown) {
      if (!(thrown instanceof LogStreamError)) throw thrown;
      refused.value = thrown;
    }
    // Released after the next one is held: what is equal is the same stream, and stays as it is.
    before?.release();
    if (autoConnect && lease?.stream !== stream.value) lease?.stream.connect();
    stream.value = lease?.stream;
  }

  whenMounted(() => {
    // Sources are recognised by identity, so without Vue's proxies; options are copied, to see a change of any of them.
    watch(
      () => [toRaw(toValue(source)), { ...toValue(options) }] as const,
      ([wanted, given]) => open(wanted, given),
      { immediate: true },
    );
    onScopeDispose(() => lease?.release());
  });

  const snapshot = useStreamSnapshot(stream);
  const state = computed(() =>
    refused.value ? { ...snapshot.value, status: 'failed' as const, error: refused.value } : snapshot.value,
  );
  return {
    ...fields(state, [
      'status',
      'view',
      'items',
      'error',
      'ledger',
      'arrived',
      'progress',
      'retry',
      'transport',
      'history',
      'outcome',
    ]),
    stream,
    connect: () => stream.value?.connect(),
    disconnect: () => stream.value?.disconnect(),
    pause: () => stream.value?.pause(),
    resume: () => stream.value?.resume(),
    clear: () => stream.value?.clear(),
    retryNow: () => stream.value?.retryNow(),
    fill: (seq) => stream.value?.fill(seq) ?? Promise.resolve(0),
  };
}
