/** Runs several undos as one. */
export function undoAll(undos: readonly (() => void)[]): () => void {
  return () => {
    for (const undo of undos) undo();
  };
}

/** For events that must arrive even if somebody stops their propagation. */
export const anywhere = { passive: true, capture: true };

/** An `addEventListener` that returns its undo. */
export function listen<K extends keyof HTMLElementEventMap>(
  element: HTMLElement | Document,
  type: K,
  listener: (event: HTMLElementEventMap[K]) => void,
  options: AddEventListenerOptions = { passive: true },
): () => void {
  element.addEventListener(type, listener as EventListener, options);
  return () => element.removeEventListener(type, listener as EventListener, options);
}
