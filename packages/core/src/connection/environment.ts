/** What a browser tells about the network and the page. Elsewhere nothing is told. */
import type { PageEvents } from '../lib/page.js';

export interface EnvironmentListener {
  /** The network came back, or the person did: waiting any longer makes no sense. */
  awake(): void;
  /** The page was frozen and its connections are gone, whatever they say. */
  thawed(): void;
}

/** Starts listening; the answer ends it. */
export function watchEnvironment(listener: EnvironmentListener, host: PageEvents = globalThis): () => void {
  const page = host.document;
  const online = (): void => listener.awake();
  const shown = (event: { readonly persisted?: boolean }): void => {
    if (event.persisted) listener.thawed();
  };
  const visible = (): void => {
    if (page?.visibilityState === 'visible') listener.awake();
  };
  host.addEventListener?.('online', online);
  host.addEventListener?.('pageshow', shown);
  page?.addEventListener?.('visibilitychange', visible);
  return () => {
    host.removeEventListener?.('online', online);
    host.removeEventListener?.('pageshow', shown);
    page?.removeEventListener?.('visibilitychange', visible);
  };
}
