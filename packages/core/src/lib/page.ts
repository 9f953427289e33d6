/** The part of the window, or the document, that receives page events. Hosts without a page lack these methods. */
export interface PageEvents {
  addEventListener?(type: string, listener: (event: { readonly persisted?: boolean }) => void): void;
  removeEventListener?(type: string, listener: (event: { readonly persisted?: boolean }) => void): void;
  readonly document?: PageEvents & { readonly visibilityState?: string };
}

/** Listens for several events at once; returns a function that removes the listeners. */
export function listen(
  target: PageEvents | undefined,
  listeners: Readonly<Record<string, (event: { readonly persisted?: boolean }) => void>>,
): () => void {
  const each = Object.entries(listeners);
  for (const [type, listener] of each) target?.addEventListener?.(type, listener);
  return () => {
    for (const [type, listener] of each) target?.removeEventListener?.(type, listener);
  };
}
