import { useEffect } from 'react';
import { watchStore } from '../lib/store.js';
import type { Viewer } from './viewer.js';

/** Milliseconds for which a viewer says that there is no further error. */
const TOLD = 5_000;

/** Ends the words that there is no further error after a while, whichever parts say them. */
export function useNoError(viewer: Viewer): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const undo = watchStore(
      viewer.store,
      (state) => state.noError,
      (noError) => {
        clearTimeout(timer);
        if (noError) timer = setTimeout(() => viewer.store.set({ noError: undefined }), TOLD);
      },
    );
    return () => {
      undo();
      clearTimeout(timer);
    };
  }, [viewer]);
}
