import { containers, type ContainerService, type LogStreamError, type TokenSource } from '@tailrace/core';
import { useTailrace } from '../provider.js';
import { identityOf } from './options-key.js';
import { usePolled } from './use-polled.js';

/** Where a container backend is, when it is not the provider's. */
export interface ContainerAccess {
  readonly baseUrl?: string;
  readonly token?: TokenSource;
}

/** The services that have a log. */
export interface UseServicesResult {
  readonly services: readonly ContainerService[];
  readonly isLoading: boolean;
  readonly error: LogStreamError | undefined;
  /** Asks anew. */
  refresh(): void;
}

const NONE: readonly ContainerService[] = [];

/** Lists the running services; again every `interval` milliseconds when one is given. */
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
