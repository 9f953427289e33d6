import {
  containers,
  LogStreamError,
  watchServiceStatus,
  type ServiceStatusChange,
  type ServiceStatusSnapshot,
  type ServiceStatusWatch,
} from '@tailrace/core';
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import { useStableToken } from '../lib/use-stable-token.js';
import { useTailrace } from '../provider.js';
import type { ContainerAccess } from './use-services.js';

/** The state of every service, live. */
export interface UseServiceStatusResult {
  /** In the order in which the server first told them. */
  readonly statuses: readonly ServiceStatusChange[];
  readonly isConnected: boolean;
  readonly error: string | null;
}

const IDLE: ServiceStatusSnapshot = Object.freeze({ status: 'idle', services: new Map(), error: undefined });

/** Watches the status of every service while the component is mounted. `enabled: false` does not connect. */
export function useServiceStatus({
  enabled = true,
  ...access
}: ContainerAccess & { readonly enabled?: boolean } = {}): UseServiceStatusResult {
  const provided = useTailrace();
  const token = useStableToken(access.token ?? provided.token);
  const { baseUrl: given } = access;
  const [watch, setWatch] = useState<ServiceStatusWatch>();
  const [failure, setFailure] = useState<LogStreamError>();

  useIsomorphicLayoutEffect(() => {
    if (!enabled) return undefined;
    try {
      const access = {
        ...(given === undefined ? {} : { baseUrl: given }),
        ...(token === undefined ? {} : { token }),
      };
      const source = containers(provided.backend(access)).status();
      const made = watchServiceStatus(source);
      setFailure(undefined);
      setWatch(made);
      // A tick later: StrictMode unmounts at once, and must not open a connection for that.
      const timer = setTimeout(() => made.connect(), 0);
      return () => {
        clearTimeout(timer);
        setWatch(undefined);
        made.disconnect();
      };
    } catch (thrown) {
      if (!(thrown instanceof LogStreamError)) throw thrown;
      setFailure(thrown);
      return undefined;
    }
  }, [enabled, given, token, provided]);

  const subscribe = useCallback(
    (listener: () => void) => watch?.subscribe(listener) ?? (() => undefined),
    [watch],
  );
  const read = useCallback(() => watch?.getSnapshot() ?? IDLE, [watch]);
  const snapshot = useSyncExternalStore(subscribe, read, () => IDLE);
  return useMemo(
    () => ({
      statuses: [...snapshot.services.values()],
      isConnected: snapshot.status === 'live',
      error: (failure ?? snapshot.error)?.message ?? null,
    }),
    [snapshot, failure],
  );
}
