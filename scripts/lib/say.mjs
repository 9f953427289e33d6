/** A line about what the scripts themselves do. On stderr, so that a command's stdout stays its own. */
export function say(text) {
  process.stderr.write(`tailrace: ${text}\n`);
}

/** Seconds since `start` (from performance.now()), for people. */
export function since(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/** Something that only the person at the keyboard can put right; shown without a stack. */
export class SetupError extends Error {
  name = 'SetupError';
}
