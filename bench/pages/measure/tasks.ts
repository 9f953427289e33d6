/**
 * Records the longest task until the returned function is called, in milliseconds. A message is posted over and over; its longest
 * delay is how long a click would have had to wait.
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
