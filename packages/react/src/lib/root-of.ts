/**
 * The tree in which an element stands: the page's document, that of a window of its own, or a shadow root. What the page's own
 * `document` says is of none but the first.
 */

type Root = Document | ShadowRoot;

const rootOf = (element: Element): Root => element.getRootNode() as Root;

/** What has the focus in the tree of an element; null where nothing has, or the body. */
export function focusedBeside(element: Element): Element | null {
  const { activeElement } = rootOf(element);
  return activeElement === element.ownerDocument.body ? null : activeElement;
}

/** What is marked in the tree of an element. Only Chromium has a selection of its own for a shadow root; elsewhere the document's tells of it. */
export function selectionBeside(element: Element): Selection | null {
  const root: Root & { getSelection?(): Selection | null } = rootOf(element);
  return root.getSelection ? root.getSelection() : element.ownerDocument.getSelection();
}

/** Whether an event comes from within an element, also where its target is told as the host of a shadow root. */
export function isFrom(event: Event, element: Element | null): boolean {
  return element !== null && event.composedPath().includes(element);
}
