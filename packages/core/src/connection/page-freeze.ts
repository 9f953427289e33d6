/** When the browser puts a page to sleep with everything it holds (back/forward cache, freezing), and wakes it again. */
import { listen, type PageEvents } from '../lib/page.js';

export interface FreezeListener {
  /** The page is about to stop; whatever others wait for must be given up now. */
  frozen(): void;
  /** It goes on. May come without `frozen`, and more than once. */
  thawed(): void;
}

/** Starts listening; the answer ends it. Outside a browser nothing is told. */
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
