/** Prints a line about what the scripts do. On stderr, because stdout belongs to the command. */
export function say(text) {
  process.stderr.write(`tailrace: ${text}\n`);
}

/** Seconds since `start` (from performance.now()), for people. */
export function since(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/** Something that only the user can fix; shown without a stack trace. */
export class SetupError extends Error {
  name = 'SetupError';
}
