import { LogStreamingService, type LogStreamError, type StratalStreamingStatus } from '@tailrace/core';
import { useTailrace, type TailraceContextValue } from '../provider.js';
import { optionsKey } from './options-key.js';
import { usePolled } from './use-polled.js';

/** Who is connected to the job backend. */
export interface UseStreamingStatusResult {
  readonly status: StratalStreamingStatus | undefined;
  readonly isLoading: boolean;
  readonly error: LogStreamError | undefined;
  refresh(): void;
}

/** The provider's service, or one like it that knows the job backend. */
function jobService({ service, baseUrl, token }: TailraceContextValue): LogStreamingService {
  if (service instanceof LogStreamingService) return service;
  return new LogStreamingService(baseUrl(), token === undefined ? {} : { token });
}

/** Asks a service how many clients are connected, every `interval` milliseconds. Default: the provider's service, 5,000; 0 asks once. */
export function useStreamingStatus(
  service?: LogStreamingService,
  { interval = 5_000 }: { readonly interval?: number } = {},
): UseStreamingStatusResult {
  const provided = useTailrace();
  const { data, ...rest } = usePolled(
    optionsKey({ asked: service ?? provided.service }),
    interval,
    async (signal) => (service ?? jobService(provided)).getStreamingStatus({ signal }),
  );
  return { status: data, ...rest };
}
