import {
  IDLE_SNAPSHOT,
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

/** The result of {@link useLogStream}: each field of the stream's snapshot as a ref, and the stream's commands. */
export interface UseLogStreamReturn<Raw = unknown> extends Fields<
  LogStreamSnapshot<Raw>,
  keyof LogStreamSnapshot
> {
  /** The underlying stream, for the other composables; undefined until the component is mounted, and without a source. */
  readonly stream: Readonly<ShallowRef<LogStream<Raw> | undefined>>;
  /** Connects, or connects again after `disconnect()` or a failure. */
  connect(): void;
  /** Ends the connection and keeps the lines held. */
  disconnect(): void;
  /** Freezes the snapshot; the stream continues. */
  pause(): void;
  /** Ends the pause and shows what arrived in the meantime. */
  resume(): void;
  /** Drops the lines held. */
  clear(): void;
  /** Makes the next attempt now instead of waiting for it. */
  retryNow(): void;
  /** Tries to fill one gap, or every open gap; resolves with the number closed. */
  fill(seq?: number): Promise<number>;
}

/**
 * Reads a log while the component, or the effect scope, is alive. Source and options may be refs or getters: they are re-evaluated when
 * their dependencies change, and only a different log, token or option opens another stream. Equal sources share one
 * connection. Without a source nothing is read, and the status is `idle`.
 *
 * Inside a component, nothing is opened before it is mounted, and therefore nothing on a server; elsewhere the stream is opened at once. An invalid
 * option makes the status `failed`, and `error` says which one.
 */
export function useLogStream<Raw = unknown>(
  source: MaybeRefOrGetter<LogSource<Raw> | null | undefined>,
  options: MaybeRefOrGetter<UseLogStreamOptions> = {},
): UseLogStreamReturn<Raw> {
  const service = useTailrace();
  const stream = shallowRef<LogStream<Raw>>();
  const refused = shallowRef<LogStreamError>();
  let lease: StreamLease<Raw> | undefined;
  let connects = false;

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
    // Released only now, so that an equal source keeps its stream.
    before?.release();
    // Not if it was the same before: somebody may have disconnected it.
    if (autoConnect && (!connects || lease?.stream !== stream.value)) lease?.stream.connect();
    connects = autoConnect;
    stream.value = lease?.stream;
  }

  whenMounted(() => {
    // `toRaw`, because sources are compared by identity; options are copied, so that a change of any of them is noticed.
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
    ...fields(state, IDLE_SNAPSHOT as LogStreamSnapshot<Raw>),
    stream,
    connect: () => stream.value?.connect(),
    disconnect: () => stream.value?.disconnect(),
    pause: () => stream.value?.pause(),
    resume: () => stream.value?.resume(),
    clear: () => stream.value?.clear(),
    retryNow: () => stream.value?.retryNow(),
    async fill(seq) {
      try {
        return (await stream.value?.fill(seq)) ?? 0;
      } catch (thrown) {
        // When the component is unmounted, nobody is left who could handle that its stream is gone.
        if (thrown instanceof LogStreamError && thrown.kind === 'aborted') return 0;
        throw thrown;
      }
    },
  };
}
