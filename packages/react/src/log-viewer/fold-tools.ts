/** The tools of a narrow viewer that a key needs: they are unfolded until Escape leads back from there. */
import type { Viewer } from './viewer.js';

export function unfoldTools({ store }: Viewer): void {
  store.set({ tools: store.get().tools || 'key' });
}

/** Folds them, unless a press of their button has unfolded them. */
export function foldTools({ store }: Viewer): void {
  if (store.get().tools === 'key') store.set({ tools: false });
}
