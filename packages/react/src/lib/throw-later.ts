/** Surfaces an error as an uncaught one, and the page stays. */
export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
