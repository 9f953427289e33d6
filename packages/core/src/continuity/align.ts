/** Laying a replayed tail against what is held, in time proportional to both. */

/** Where a replay overlaps what is held. */
export interface Alignment {
  /** Lines on which both agree: the end of what is held. 0: they do not meet. */
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

/** Length of the longest prefix of `pattern` with which a text ends that goes on with `key`; `length`: the same before that. */
export function extend(pattern: readonly string[], table: Int32Array, length: number, key: string): number {
  while (length > 0 && key !== pattern[length]) length = table[length - 1] as number;
  return key === pattern[length] ? length + 1 : length;
}

/** Where `pattern` ends in a text, for the first time and the last (0: nowhere), and the length of its prefix with which the text ends. */
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
 * The longest overlap of the end of `held` and `replay`. The replay may begin inside what is held (its beginning is
 * then the overlap) or before it (all that is held then stands inside the replay). Where a repetitive log leaves several
 * places for that, a replay that is the `whole` log speaks for the first: we held that log from its start on. A cut replay
 * speaks for the last.
 */
export function align(held: readonly string[], replay: readonly string[], whole = false): Alignment {
  if (held.length === 0 || replay.length === 0) return { overlap: 0, next: 0 };
  const inside = scan(held, replay);
  const next = whole ? inside.first : inside.last;
  if (next > 0) return { overlap: held.length, next };
  const overlap = scan(replay, held.slice(-replay.length)).length;
  return { overlap, next: overlap };
}
