/** Resolves once the next frame has been painted. */
export function painted(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      // A message is handled after the frame's layout and paint.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(undefined);
    });
  });
}

/** Waits until `done`, which is called after each paint. Resolves to the time of that paint, or undefined after `limit` ms. */
export async function paintedWhen(done: () => boolean, limit: number): Promise<number | undefined> {
  const until = performance.now() + limit;
  for (;;) {
    const now = await painted();
    if (done()) return now;
    if (now > until) return undefined;
  }
}
