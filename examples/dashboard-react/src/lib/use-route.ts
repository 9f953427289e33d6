import { useSyncExternalStore } from 'react';

/** The views of a run. */
export const PAGES = ['all', 'codespace', 'prismq', 'stratal', 'containers', 'stats'] as const;
export type Page = (typeof PAGES)[number];

export interface Route {
  readonly page: Page;
  /** undefined: the first run. */
  readonly run: string | undefined;
}

/** The link to a route. It is in the fragment, so that any file server can serve the page. */
export function routeHref(page: Page, run: string | undefined): string {
  return `#/${page}${run === undefined ? '' : `/${encodeURIComponent(run)}`}`;
}

/** Parses the result of {@link routeHref}; anything else is the first page. */
export function parseRoute(hash: string): Route {
  const [, pageWord, runWord] = hash.split('/');
  return { page: PAGES.find((page) => page === pageWord) ?? 'all', run: decode(runWord) };
}

function decode(text: string | undefined): string | undefined {
  if (!text) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // typed by hand: use the first run
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
