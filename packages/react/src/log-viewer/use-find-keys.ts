import { useEffect, type RefObject } from 'react';
import { listen } from '../lib/listeners.js';
import type { Viewer } from './viewer.js';

/** Ctrl/Cmd-F opens the viewer's find, a second press the browser's; F3 and Ctrl/Cmd-G step. Only while the viewer has the focus. */
export function useFindKeys(viewer: Viewer, root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    return listen(
      element,
      'keydown',
      (event) => {
        const command = event.ctrlKey || event.metaKey;
        const key = event.key.toLowerCase();
        if (command && !event.shiftKey && !event.altKey && key === 'f') {
          const input = element.querySelector<HTMLInputElement>('[data-tailrace="search"]');
          if (!input || element.ownerDocument.activeElement === input) return;
          event.preventDefault();
          // In a narrow viewer the tools are folded away; a field that cannot be seen cannot be focused.
          input.focus();
          input.select();
        } else if ((key === 'f3' || (command && key === 'g')) && viewer.store.get().find.term !== '') {
          event.preventDefault();
          viewer.step(event.shiftKey ? 'previous' : 'next');
        }
      },
      {},
    );
  }, [viewer, root]);
}
