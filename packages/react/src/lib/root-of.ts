/**
 * The root of an element: the page's document, the document of another window, or a shadow root. The global `document` knows only
 * the first of them.
 */

type Root = Document | ShadowRoot;

const rootOf = (element: Element): Root => element.getRootNode() as Root;

/** The focused element in the tree of an element; null if there is none, or if it is the body. */
export function focusedBeside(element: Element): Element | null {
  const { activeElement } = rootOf(element);
  return activeElement === element.ownerDocument.body ? null : activeElement;
}

/** The selection in the tree of an element. Only Chromium has a separate one for each shadow root; elsewhere it is the document's. */
export function selectionBeside(element: Element): Selection | null {
  const root: Root & { getSelection?(): Selection | null } = rootOf(element);
  return root.getSelection ? root.getSelection() : element.ownerDocument.getSelection();
}

/** Whether an event comes from within an element, even if its target appears to be the host of a shadow root. */
export function isFrom(event: Event, element: Element | null): boolean {
  return element !== null && event.composedPath().includes(element);
}
