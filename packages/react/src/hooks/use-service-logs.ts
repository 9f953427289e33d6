import { containers, type ContainerServiceLog } from '@tailrace/core';
import { useMemo } from 'react';
import { attempt, type Attempt } from '../lib/attempt.js';
import { useTailrace } from '../provider.js';
import { useLogStream } from './use-log-stream.js';
import type { ContainerAccess } from './use-services.js';

/** Options of {@link useServiceLogs}. */
export interface UseServiceLogsOptions extends ContainerAccess {
  /** The service; null if none is selected yet. */
  readonly serviceName: string | null;
  /** Lines to start with, 1–10,000. Default 100. */
  readonly tail?: number;
  /** If false, does not connect. Default true. */
  readonly enabled?: boolean;
  /** Lines kept. Default 5,000. */
  readonly bufferLines?: number;
}

/** The result of {@link useServiceLogs}. */
export interface UseServiceLogsResult {
  /** The lines as text, oldest first. */
  readonly logs: readonly string[];
  readonly isConnected: boolean;
  readonly error: string | null;
  /** Drops the lines held. */
  clearLogs(): void;
}

/** Reads the log of one container service while the component is mounted. */
export function useServiceLogs({
  serviceName,
  tail = 100,
  enabled = true,
  bufferLines = 5_000,
  ...access
}: UseServiceLogsOptions): UseServiceLogsResult {
  const provided = useTailrace();
  const { made, refused }: Attempt<ContainerServiceLog> =
    serviceName && enabled && typeof document !== 'undefined'
      ? attempt(() => containers(provided.backend(access)).service(serviceName, { tail }))
      : {};
  const { items, status, error, clear } = useLogStream(made, { bufferLines });

  const logs = useMemo(() => items.flatMap((item) => (item.kind === 'log' ? [item.message] : [])), [items]);
  return {
    logs,
    isConnected: status === 'live' || status === 'polling',
    error: (refused ?? error)?.message ?? null,
    clearLogs: clear,
  };
}
