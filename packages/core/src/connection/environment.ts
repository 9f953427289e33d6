/** What a browser tells about the network and the page. Elsewhere nothing is told. */
import { listen, type PageEvents } from '../lib/page.js';

export interface EnvironmentListener {
  /** The network came back, or the person did: waiting any longer makes no sense. */
  awake(): void;
  /** The page was frozen and its connections are gone, whatever they say. */
  thawed(): void;
}

/** Starts listening; the answer ends it. */
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
