import {
  containers,
  watchServiceStatus,
  type LogStreamError,
  type RetryInfo,
  type ServiceStatusChange,
  type ServiceStatusSnapshot,
  type ServiceStatusWatch,
  type StatusSource,
} from '@tailrace/core';
import { useEffect, useMemo } from 'react';
import { attempt, type Attempt } from '../lib/attempt.js';
import { given } from '../lib/given.js';
import { useLatest } from '../lib/use-latest.js';
import { useReader } from '../lib/use-reader.js';
import { useResource, type Disposable } from '../lib/use-resource.js';
import { useStableToken } from '../lib/use-stable-token.js';
import { useTailrace } from '../provider.js';
import type { ContainerAccess } from './use-services.js';

/** Options of {@link useServiceStatus}. */
export interface UseServiceStatusOptions extends ContainerAccess {
  /** If false, does not connect. Default true. */
  readonly enabled?: boolean;
  /** Called for every error, including those it recovers from (`retryable`). */
  readonly onError?: ((error: LogStreamError) => void) | undefined;
}

/** The result of {@link useServiceStatus}. */
export interface UseServiceStatusResult {
  /** In the order in which the server first reported them. After a lost connection the last known ones stay. */
  readonly statuses: readonly ServiceStatusChange[];
  /** The state of the connection. */
  readonly status: ServiceStatusSnapshot['status'];
  readonly isConnected: boolean;
  readonly error: string | null;
  /** The next attempt, while one is waited for. */
  readonly retry: RetryInfo | undefined;
  /** Connects again after a failure. */
  connect(): void;
  /** Makes the next attempt now instead of waiting for it. */
  retryNow(): void;
}

const IDLE: ServiceStatusSnapshot = Object.freeze({
  status: 'idle',
  services: new Map(),
  error: undefined,
  retry: undefined,
});

const read = (watch: ServiceStatusWatch): ServiceStatusSnapshot => watch.getSnapshot();

/** Connects in the next tick, because StrictMode unmounts at once and must not open a connection. */
function watching(source: StatusSource): ServiceStatusWatch & Disposable {
  const watch = watchServiceStatus(source);
  const timer = setTimeout(() => watch.connect(), 0);
  return {
    ...watch,
    dispose() {
      clearTimeout(timer);
      watch.disconnect();
    },
  };
}

/** Watches the status of every service while the component is mounted. `enabled: false` does not connect. */
export function useServiceStatus({
  enabled = true,
  onError,
  ...access
}: UseServiceStatusOptions = {}): UseServiceStatusResult {
  const provided = useTailrace();
  const token = useStableToken(access.token ?? provided.token);
  const { baseUrl } = access;
  const { made, refused } = useMemo((): Attempt<StatusSource> => {
    // On a server there is no page to take the origin from, and nothing is connected.
    if (!enabled || typeof document === 'undefined') return {};
    return attempt(() => containers(provided.backend(given({ baseUrl, token }))).status());
  }, [enabled, baseUrl, token, provided]);
  const watch = useResource(made, watching);
  const snapshot = useReader(watch, read, IDLE, 0);
  const error = refused ?? snapshot.error;
  const latest = useLatest(onError);
  useEffect(() => {
    if (error) latest.current?.(error);
  }, [error, latest]);
  return useMemo(
    () => ({
      statuses: [...snapshot.services.values()],
      status: refused ? 'failed' : snapshot.status,
      isConnected: snapshot.status === 'live',
      error: error?.message ?? null,
      retry: snapshot.retry,
      connect: () => watch?.connect(),
      retryNow: () => watch?.retryNow(),
    }),
    [snapshot, refused, error, watch],
  );
}
