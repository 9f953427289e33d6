/** Aligns a replayed tail with the lines held, in linear time. */

/** Where a replay overlaps the lines held. */
export interface Alignment {
  /** Number of lines at the end of those held that the replay repeats. 0: no overlap. */
  readonly overlap: number;
  /** Index in the replay of the first line after the overlap. */
  readonly next: number;
}

/** Knuth–Morris–Pratt: for each prefix of `keys`, the length of its longest proper border. */
export function borders(keys: readonly string[]): Int32Array {
  const table = new Int32Array(keys.length);
  for (let at = 1, length = 0; at < keys.length; at++)
    table[at] = length = extend(keys, table, length, keys[at] as string);
  return table;
}

/** One KMP step: the length of the longest prefix of `pattern` that ends the text after `key` is appended; `length` is the one before. */
export function extend(pattern: readonly string[], table: Int32Array, length: number, key: string): number {
  while (length > 0 && key !== pattern[length]) length = table[length - 1] as number;
  return key === pattern[length] ? length + 1 : length;
}

/** Where `pattern` ends in a text for the first and the last time (0: nowhere), and the length of the longest prefix of `pattern` at the end of the text. */
function scan(
  pattern: readonly string[],
  text: readonly string[],
): { first: number; last: number; length: number } {
  const table = borders(pattern);
  let [first, last, length] = [0, 0, 0];
  text.forEach((key, at) => {
    length = extend(pattern, table, length, key);
    if (length !== pattern.length) return;
    last = at + 1;
    first ||= last;
  });
  return { first, last, length };
}

/**
 * Finds the longest overlap of the end of `held` with `replay`. The replay may start inside `held` (then the beginning of the replay is
 * the overlap) or before it (then the replay contains all of `held`). If the log is so repetitive that `held` occurs several times in the replay,
 * the first occurrence is taken if the replay is the `whole` log, because we hold that log from its start; otherwise the last one.
 */
export function align(held: readonly string[], replay: readonly string[], whole = false): Alignment {
  if (held.length === 0) return { overlap: 0, next: 0 };
  const inside = scan(held, replay);
  const next = whole ? inside.first : inside.last;
  if (next > 0) return { overlap: held.length, next };
  const overlap = scan(replay, held.slice(-replay.length)).length;
  return { overlap, next: overlap };
}
