/** Detects when the browser freezes a page (back/forward cache, background freezing) and resumes it. */
import { listen, type PageEvents } from '../lib/page.js';

export interface FreezeListener {
  /** The page is about to stop: release now whatever other tabs could wait for. */
  frozen(): void;
  /** The page has resumed. May be called without `frozen`, and more than once. */
  thawed(): void;
}

/** Starts listening; returns a function that stops. Outside a browser there are no events. */
export function watchFreezing(listener: FreezeListener, host: PageEvents = globalThis): () => void {
  const undoHost = listen(host, {
    pagehide({ persisted }) {
      if (persisted) listener.frozen();
    },
    pageshow: () => listener.thawed(),
  });
  const undoPage = listen(host.document, {
    freeze: () => listener.frozen(),
    resume: () => listener.thawed(),
  });
  return () => {
    undoHost();
    undoPage();
  };
}
