import { useEffect } from 'react';
import { undoAll } from '../lib/listeners.js';
import { watchStore } from '../lib/store.js';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import { logOf } from './log-of.js';
import { readLink } from './model/permalink.js';
import type { Viewer } from './viewer.js';

/** Replaces the fragment of the page's URL, without a history entry and without an event. */
function setFragment(fragment: string): void {
  const { pathname, search } = window.location;
  window.history.replaceState(window.history.state, '', `${pathname}${search}${fragment}`);
}

/** Goes to the lines in the page's URL, and updates the URL with the selection. `prefix` undefined: permalinks are off. */
export function usePermalinks(viewer: Viewer, prefix: string | undefined): void {
  useIsomorphicLayoutEffect(() => {
    viewer.links.prefix = prefix;
  }, [viewer, prefix]);

  useEffect(() => {
    if (prefix === undefined) return undefined;
    const open = (): void => void viewer.links.open(window.location.hash);
    open();
    const clear = (): void => {
      if (readLink(window.location.hash, prefix)) setFragment('');
    };
    const selected = (): void => {
      if (viewer.links.quiet) return;
      const link = viewer.links.current()?.link;
      if (link === undefined) clear();
      else setFragment(`#${link}`);
    };
    let shown = logOf(viewer.store.get());
    const streamed = (): void => {
      const log = logOf(viewer.store.get()) ?? shown;
      // The link belonged to the previous log.
      if (shown && log !== shown) clear();
      shown = log;
    };
    window.addEventListener('hashchange', open);
    return undoAll([
      watchStore(viewer.store, (state) => state.stream, streamed),
      watchStore(viewer.store, (state) => state.selection, selected),
      () => window.removeEventListener('hashchange', open),
    ]);
  }, [viewer, prefix]);
}
