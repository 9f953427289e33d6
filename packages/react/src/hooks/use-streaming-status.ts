import type { LogStreamError, LogStreamingService, StratalStreamingStatus } from '@tailrace/core';
import { useTailrace } from '../provider.js';
import { optionsKey } from './options-key.js';
import { usePolled } from './use-polled.js';

/** Who is connected to the job backend. */
export interface UseStreamingStatusResult {
  readonly status: StratalStreamingStatus | undefined;
  readonly isLoading: boolean;
  readonly error: LogStreamError | undefined;
  refresh(): void;
}

/** Asks a service how many clients are connected, every `interval` milliseconds. Default: the provider's service, 5,000; 0 asks once. */
export function useStreamingStatus(
  service?: LogStreamingService,
  { interval = 5_000 }: { readonly interval?: number } = {},
): UseStreamingStatusResult {
  const provided = useTailrace();
  const asked = service ?? provided.service;
  const { data, ...rest } = usePolled(optionsKey({ asked }), interval, (signal) =>
    asked.getStreamingStatus({ signal }),
  );
  return { status: data, ...rest };
}
