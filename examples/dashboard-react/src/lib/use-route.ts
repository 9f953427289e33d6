import { useSyncExternalStore } from 'react';

/** The ways to look at a run. */
export const PAGES = ['all', 'codespace', 'prismq', 'stratal', 'containers', 'stats'] as const;
export type Page = (typeof PAGES)[number];

export interface Route {
  readonly page: Page;
  /** undefined: whichever run comes first. */
  readonly run: string | undefined;
}

/** The address of a route: it stands behind the `#`, so that any file server can serve the page. */
export function routeHref(page: Page, run: string | undefined): string {
  return `#/${page}${run === undefined ? '' : `/${encodeURIComponent(run)}`}`;
}

/** Reads what {@link routeHref} wrote; anything else is the first page. */
export function parseRoute(hash: string): Route {
  const [, pageWord, runWord] = hash.split('/');
  return { page: PAGES.find((page) => page === pageWord) ?? 'all', run: decode(runWord) };
}

function decode(text: string | undefined): string | undefined {
  if (!text) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // typed by hand; the first run serves
  }
}

/** The route in the address bar. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed);
      return () => removeEventListener('hashchange', changed);
    },
    () => location.hash,
  );
  return parseRoute(hash);
}
