import {
  containers,
  watchServiceStatus,
  type ServiceStatusChange,
  type ServiceStatusSnapshot,
  type ServiceStatusWatch,
  type StatusSource,
} from '@tailrace/core';
import { useMemo } from 'react';
import { attempt, type Attempt } from '../lib/attempt.js';
import { given } from '../lib/given.js';
import { useReader } from '../lib/use-reader.js';
import { useResource, type Disposable } from '../lib/use-resource.js';
import { useStableToken } from '../lib/use-stable-token.js';
import { useTailrace } from '../provider.js';
import type { ContainerAccess } from './use-services.js';

/** The result of {@link useServiceStatus}. */
export interface UseServiceStatusResult {
  /** In the order in which the server first reported them. */
  readonly statuses: readonly ServiceStatusChange[];
  readonly isConnected: boolean;
  readonly error: string | null;
}

const IDLE: ServiceStatusSnapshot = Object.freeze({ status: 'idle', services: new Map(), error: undefined });

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
  ...access
}: ContainerAccess & { readonly enabled?: boolean } = {}): UseServiceStatusResult {
  const provided = useTailrace();
  const token = useStableToken(access.token ?? provided.token);
  const { baseUrl } = access;
  const { made, refused } = useMemo((): Attempt<StatusSource> => {
    // On a server there is no page to take the origin from, and nothing is connected.
    if (!enabled || typeof document === 'undefined') return {};
    return attempt(() => containers(provided.backend(given({ baseUrl, token }))).status());
  }, [enabled, baseUrl, token, provided]);
  const snapshot = useReader(useResource(made, watching), read, IDLE, 0);
  return useMemo(
    () => ({
      statuses: [...snapshot.services.values()],
      isConnected: snapshot.status === 'live',
      error: (refused ?? snapshot.error)?.message ?? null,
    }),
    [snapshot, refused],
  );
}
