import type { RefObject } from 'react';
import { listen, undoAll } from '../lib/listeners.js';
import { focusedBeside, selectionBeside } from '../lib/root-of.js';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import { unfoldTools } from './fold-tools.js';
import { keyFor, keyName, type KeyContext } from './keys.js';
import type { Viewer } from './viewer.js';

const FIELD = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]';

/** Keys that operate the focused control; the viewer handles them only if the lines have the focus. */
const PRESSES = new Set(['Enter', 'Space', 'Shift+Space']);

/** Handles the keys of the table, and the browser's copy event, from the moment at which lines can be seen. Only while the viewer has the focus, so that a page can have several. */
export function useViewerKeys(viewer: Viewer, root: RefObject<HTMLElement | null>): void {
  useIsomorphicLayoutEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    const part = <E extends HTMLElement>(selector: string): E | null => element.querySelector<E>(selector);
    const lines = (): HTMLElement | null => part('[data-tailrace="viewport"]');

    const context: KeyContext = {
      viewer,
      focusField(name) {
        const input = part<HTMLInputElement>(`[data-tailrace="${name}"]`);
        if (!input || focusedBeside(element) === input) return false;
        const enter = (): void => {
          input.focus();
          input.select();
        };
        enter();
        if (focusedBeside(element) !== input) {
          // In a low viewer it is folded away.
          unfoldTools(viewer);
          queueMicrotask(enter);
        }
        return true;
      },
      openMenu(name) {
        if (!part(`[data-menu="${name}"] > button`)) return false;
        // In a narrow viewer the tools are collapsed, and hidden fields cannot be focused.
        unfoldTools(viewer);
        viewer.store.set({ menu: name });
        return true;
      },
      pageRows: () => Math.max(1, viewer.viewport.rowsShown() - 1),
    };

    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const target = event.target as Element;
      const found = keyFor(event);
      if (!found) return;
      const name = keyName(event);
      // A dialog around the viewer is none of its fields.
      const field = target.closest(`${FIELD}, [data-tailrace="popover"], dialog`);
      const inField = field !== null && element.contains(field);
      // In a field, typed characters are text: handle only keys with a command modifier, and F3.
      if (inField && (found.where !== 'viewer' || name.length === 1)) return;
      // These lead to the first and the last button there.
      if (['Home', 'End'].includes(name) && target.closest('[role="toolbar"]')) return;
      const scroller = lines();
      const inLines = scroller?.contains(target) ?? false;
      if (found.where === 'lines' && !(PRESSES.has(name) ? target === scroller : inLines)) return;
      if (found.scrolls) viewer.viewport.intent(found.scrolls);
      else if (found.run && found.run(context) !== false) event.preventDefault();
    };

    /**
     * Whether it is for the viewer to copy. A browser tells of a copy where the marked text begins: if it was marked from a line up to
     * something above the viewer, it tells that, or WebKit some field on the way. Without marked text, Firefox and Safari tell the
     * body or the last clicked element, so the focus decides.
     */
    const isOurs = (told: Element): boolean => {
      if (told.closest(FIELD)?.matches(':focus')) return false;
      const page = selectionBeside(element);
      if (!page || page.isCollapsed) return element.contains(focusedBeside(element) ?? told);
      // Text marked elsewhere, also in the viewer, such as in the details of a line, is copied by the browser.
      const { marked } = viewer.selection;
      marked.look();
      return marked.isMarked();
    };

    const onCopy = (event: ClipboardEvent): void => {
      const [told] = event.composedPath() as Element[];
      if (event.defaultPrevented || !event.clipboardData || !told || !isOurs(told)) return;
      const text = viewer.selection.toCopy();
      if (text === undefined) return;
      if (typeof text === 'string') event.clipboardData.setData('text/plain', text);
      else void viewer.selection.copy(text);
      event.preventDefault();
    };

    return undoAll([
      listen(element, 'keydown', onKeyDown, {}),
      listen(element.ownerDocument, 'copy', onCopy, {}),
    ]);
  }, [viewer, root]);
}
