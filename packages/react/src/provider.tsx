import { LogSourceService, type BackendConfig, type TokenSource } from '@tailrace/core';
import { createContext, useContext, useMemo, type ReactElement, type ReactNode } from 'react';
import { useStableToken } from './lib/use-stable-token.js';

/** What hooks and viewers take from the provider. */
export interface TailraceContextValue {
  /**
   * Opens streams, and shares equal ones. A `LogStreamingService`, with `getJobRunLogs()` and the like, only where the provider was
   * given one: that brings the job backend along, for pages without it, too. Elsewhere `stratal(backend())` has the same reads.
   */
  readonly service: LogSourceService;
  /** Where the backends are. Throws `invalid-argument` where none was given and there is no page to take it from. */
  readonly baseUrl: () => string;
  readonly token: TokenSource | undefined;
  /** What a backend's factory takes: `containers(backend())`. `access` goes before what the provider has. Throws as `baseUrl()` does. */
  readonly backend: (access?: Partial<Pick<BackendConfig, 'baseUrl' | 'token'>>) => BackendConfig;
}

/** Props of {@link TailraceProvider}. */
export interface TailraceProviderProps {
  /** The service to use. Default: one of the provider's own, made from `baseUrl` and `token`. */
  readonly service?: LogSourceService;
  /** Where the backends are. Default: the service's, which is the page's own origin unless told otherwise. */
  readonly baseUrl?: string;
  /** For hooks that are given none. Called anew for each attempt when it is a function. */
  readonly token?: TokenSource;
  readonly children?: ReactNode;
}

function contextOf(service: LogSourceService, baseUrl?: string, token?: TokenSource): TailraceContextValue {
  const own = { baseUrl: () => baseUrl ?? service.baseUrl, token: token ?? service.token };
  return {
    service,
    ...own,
    backend(access = {}) {
      const used = access.token ?? own.token;
      const { fetch } = service;
      return {
        baseUrl: access.baseUrl ?? own.baseUrl(),
        ...(used === undefined ? {} : { token: used }),
        ...(fetch === undefined ? {} : { fetch }),
      };
    },
  };
}

const TailraceContext = createContext<TailraceContextValue | undefined>(undefined);

let shared: TailraceContextValue | undefined;

/** Gives a service, a base URL and a token to the hooks and viewers inside. None of them needs it: without a provider they use the page's own origin. */
export function TailraceProvider({ service, baseUrl, token, children }: TailraceProviderProps): ReactElement {
  // A new token function on every render must neither make a new service nor a new connection.
  const stable = useStableToken(token);
  const value = useMemo(() => {
    const own = service ?? new LogSourceService(baseUrl ?? '', stable === undefined ? {} : { token: stable });
    return contextOf(own, baseUrl, stable);
  }, [service, baseUrl, stable]);
  return <TailraceContext.Provider value={value}>{children}</TailraceContext.Provider>;
}

/** The provider's values; without a provider, those of a service for the page's own origin. */
export function useTailrace(): TailraceContextValue {
  const value = useContext(TailraceContext);
  shared ??= contextOf(new LogSourceService());
  return value ?? shared;
}
