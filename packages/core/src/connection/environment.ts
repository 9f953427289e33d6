/** A browser's events about the network and the page. Elsewhere there are none. */
import { listen, type PageEvents } from '../lib/page.js';

export interface EnvironmentListener {
  /** The network or the user came back: there is no point in waiting any longer. */
  awake(): void;
  /** The page was frozen: its connections are gone, even if they report no error. */
  thawed(): void;
}

/** Starts listening; returns a function that stops. */
export function watchEnvironment(listener: EnvironmentListener, host: PageEvents = globalThis): () => void {
  const page = host.document;
  const undoHost = listen(host, {
    online: () => listener.awake(),
    pageshow({ persisted }) {
      if (persisted) listener.thawed();
    },
  });
  const undoPage = listen(page, {
    visibilitychange() {
      if (page?.visibilityState === 'visible') listener.awake();
    },
  });
  return () => {
    undoHost();
    undoPage();
  };
}
