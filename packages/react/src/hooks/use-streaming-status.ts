import {
  stratal,
  type LogStreamError,
  type LogStreamingService,
  type StratalStreamingStatus,
} from '@tailrace/core';
import { useTailrace } from '../provider.js';
import { identityOf } from './options-key.js';
import { usePolled } from './use-polled.js';

/** The result of {@link useStreamingStatus}. */
export interface UseStreamingStatusResult {
  readonly status: StratalStreamingStatus | undefined;
  readonly isLoading: boolean;
  readonly error: LogStreamError | undefined;
  refresh(): void;
}

/**
 * Requests the number of connected clients every `interval` milliseconds (default 5,000; 0 requests it once), from `service` or, by default,
 * from the job backend at the provider's `baseUrl`, with its token.
 */
export function useStreamingStatus(
  service?: LogStreamingService,
  { interval = 5_000 }: { readonly interval?: number } = {},
): UseStreamingStatusResult {
  const provided = useTailrace();
  const { data, ...rest } = usePolled(String(identityOf(service ?? provided)), interval, async (signal) =>
    service
      ? service.getStreamingStatus({ signal })
      : stratal(provided.backend()).streamingStatus({ signal }),
  );
  return { status: data, ...rest };
}
