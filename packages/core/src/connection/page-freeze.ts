/** When the browser puts a page to sleep with everything it holds (back/forward cache, freezing), and wakes it again. */
import type { PageEvents } from '../lib/page.js';

export interface FreezeListener {
  /** The page is about to stop; whatever others wait for must be given up now. */
  frozen(): void;
  /** It goes on. May come without `frozen`, and more than once. */
  thawed(): void;
}

/** Starts listening; the answer ends it. Outside a browser nothing is told. */
export function watchFreezing(listener: FreezeListener, host: PageEvents = globalThis): () => void {
  const page = host.document;
  const frozen = (): void => listener.frozen();
  const thawed = (): void => listener.thawed();
  const hidden = (event: { readonly persisted?: boolean }): void => {
    if (event.persisted) listener.frozen();
  };
  host.addEventListener?.('pagehide', hidden);
  host.addEventListener?.('pageshow', thawed);
  page?.addEventListener?.('freeze', frozen);
  page?.addEventListener?.('resume', thawed);
  return () => {
    host.removeEventListener?.('pagehide', hidden);
    host.removeEventListener?.('pageshow', thawed);
    page?.removeEventListener?.('freeze', frozen);
    page?.removeEventListener?.('resume', thawed);
  };
}
