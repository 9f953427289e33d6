import { watchStore } from '../lib/store.js';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import { withLevels } from './model/chosen-levels.js';
import { preferencesOf, readPreferences, writePreferences } from './model/preferences.js';
import type { Viewer } from './viewer.js';

/** Prefix of the storage key. */
const PREFIX = 'tailrace:';

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // A browser may refuse access to its storage; then nothing was remembered.
    return null;
  }
}

function write(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // Full, or refused: what the user chose holds for now and is not remembered. Nobody has to be told.
  }
}

/** Remembers the user's choices under a name. They override initial props, but not controlled ones. */
export function usePreferences(viewer: Viewer, name: string | undefined): void {
  useIsomorphicLayoutEffect(() => {
    if (name === undefined) return undefined;
    const key = `${PREFIX}${name}`;
    restore(viewer, read(key));
    return watchStore(
      viewer.store,
      (state) => writePreferences(preferencesOf(state)),
      (text) => write(key, text),
    );
  }, [viewer, name]);
}

function restore(viewer: Viewer, text: string | null): void {
  const known = readPreferences(text);
  if (!known) return;
  const { levels, find, ...plain } = known;
  viewer.store.set(plain);
  const state = viewer.store.get();
  if (levels !== undefined && !viewer.control.filter)
    viewer.filter.apply(withLevels(state.filter, levels ?? undefined));
  // An initial term comes with its own options.
  if (find && !viewer.control.search && state.find.term === '')
    viewer.store.set({ find: { ...state.find, options: find } });
}
