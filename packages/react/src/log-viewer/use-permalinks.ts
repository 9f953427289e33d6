import { useEffect } from 'react';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
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
    let last = viewer.store.get().selection;
    let shown = viewer.store.get().stream;
    const undo = viewer.store.subscribe(() => {
      const { selection, stream } = viewer.store.get();
      const another = stream !== undefined && shown !== undefined && stream !== shown;
      shown = stream ?? shown;
      // The link belonged to the previous log.
      if (another && readLink(window.location.hash, prefix)) setFragment('');
      if (selection === last) return;
      last = selection;
      if (viewer.links.quiet) return;
      const link = viewer.links.current()?.link;
      if (link !== undefined) setFragment(`#${link}`);
      else if (readLink(window.location.hash, prefix)) setFragment('');
    });
    window.addEventListener('hashchange', open);
    return () => {
      window.removeEventListener('hashchange', open);
      undo();
    };
  }, [viewer, prefix]);
}
