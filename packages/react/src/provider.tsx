import { LogSourceService, type BackendConfig, type TokenSource } from '@tailrace/core';
import { createContext, useContext, useMemo, type ReactElement, type ReactNode } from 'react';
import { given } from './lib/given.js';
import { useStableToken } from './lib/use-stable-token.js';

/** What the provider offers to hooks and viewers. */
export interface TailraceContextValue {
  /**
   * Opens streams, and shares equal ones. It is a `LogStreamingService`, with `getJobRunLogs()` and so on, only if one was passed to the
   * provider: otherwise every page would load the job backend. `stratal(backend())` has the same reads.
   */
  readonly service: LogSourceService;
  /** Returns the address of the backends. Throws `invalid-argument` if none was given and there is no page to take it from. */
  readonly baseUrl: () => string;
  readonly token: TokenSource | undefined;
  /** Returns the configuration for a backend's factory: `containers(backend())`. `access` takes precedence over the provider's values. Throws as `baseUrl()` does. */
  readonly backend: (access?: Partial<Pick<BackendConfig, 'baseUrl' | 'token'>>) => BackendConfig;
}

/** Props of {@link TailraceProvider}. */
export interface TailraceProviderProps {
  /** The service to use. Default: a service that the provider creates from `baseUrl` and `token`. */
  readonly service?: LogSourceService;
  /** The address of the backends. Default: that of the service, which by default is the page's own origin. */
  readonly baseUrl?: string;
  /** Token for hooks and viewers that have neither one of their own nor a `source`. A function is called again for each attempt. */
  readonly token?: TokenSource;
  readonly children?: ReactNode;
}

function contextOf(service: LogSourceService, baseUrl?: string, token?: TokenSource): TailraceContextValue {
  const own = { baseUrl: () => baseUrl ?? service.baseUrl, token: token ?? service.token };
  return {
    service,
    ...own,
    backend(access = {}) {
      return given({
        baseUrl: access.baseUrl ?? own.baseUrl(),
        token: access.token ?? own.token,
        fetch: service.fetch,
      });
    },
  };
}

const TailraceContext = createContext<TailraceContextValue | undefined>(undefined);

let shared: TailraceContextValue | undefined;

/** Provides a service, a base URL and a token to the hooks and viewers inside. It is optional: without a provider they use the page's own origin. */
export function TailraceProvider({ service, baseUrl, token, children }: TailraceProviderProps): ReactElement {
  // A new token function in every render must cause neither a new service nor a new connection.
  const stable = useStableToken(token);
  const value = useMemo(() => {
    const own = service ?? new LogSourceService(baseUrl ?? '', given({ token: stable }));
    return contextOf(own, baseUrl, stable);
  }, [service, baseUrl, stable]);
  return <TailraceContext.Provider value={value}>{children}</TailraceContext.Provider>;
}

/** Returns the provider's values; without a provider, those of a service for the page's own origin. */
export function useTailrace(): TailraceContextValue {
  const value = useContext(TailraceContext);
  shared ??= contextOf(new LogSourceService());
  return value ?? shared;
}
