/**
 * The longest time in which the thread did nothing else, in milliseconds, until the answer is called. A message goes round
 * without end; how long it was on its way at most is how long a click would have waited.
 */
export function recordTasks(): () => number {
  const { port1, port2 } = new MessageChannel();
  let last = performance.now();
  let longest = 0;
  let running = true;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  port1.onmessage = () => {
    look();
    if (running) port2.postMessage(undefined);
  };
  port2.postMessage(undefined);
  return () => {
    look();
    running = false;
    return longest;
  };
}
