import { containers, type ContainerService, type LogStreamError, type TokenSource } from '@tailrace/core';
import { useTailrace } from '../provider.js';
import { identityOf } from './options-key.js';
import { usePolled } from './use-polled.js';

/** Address and token of a container backend, if they differ from the provider's. */
export interface ContainerAccess {
  readonly baseUrl?: string;
  readonly token?: TokenSource;
}

/** The result of {@link useServices}. */
export interface UseServicesResult {
  readonly services: readonly ContainerService[];
  readonly isLoading: boolean;
  readonly error: LogStreamError | undefined;
  /** Requests the list again. */
  refresh(): void;
}

const NONE: readonly ContainerService[] = [];

/** Lists the running services. With `interval`, the list is requested again every `interval` milliseconds. */
export function useServices({
  interval = 0,
  ...access
}: ContainerAccess & { readonly interval?: number } = {}): UseServicesResult {
  const provided = useTailrace();
  const token = access.token ?? provided.token;
  const key = `${identityOf(provided)} ${access.baseUrl ?? ''} ${typeof token === 'string' ? token : ''}`;
  const { data, ...rest } = usePolled(key, interval, async (signal) =>
    containers(provided.backend(access)).services({ signal }),
  );
  return { services: data ?? NONE, ...rest };
}
