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
  let length = 0;
  for (let at = 1; at < keys.length; at++) {
    while (length > 0 && keys[at] !== keys[length]) length = table[length - 1] as number;
    if (keys[at] === keys[length]) length += 1;
    table[at] = length;
  }
  return table;
}

/** Length of the longest prefix of `pattern` with which `text` ends. */
function longestPrefixAtEnd(pattern: readonly string[], text: readonly string[]): number {
  if (pattern.length === 0) return 0;
  const table = borders(pattern);
  let length = 0;
  // Only the end of `text` can matter, and only as much of it as the pattern is long.
  for (let at = Math.max(0, text.length - pattern.length); at < text.length; at++) {
    while (length > 0 && (length === pattern.length || text[at] !== pattern[length]))
      length = table[length - 1] as number;
    if (text[at] === pattern[length]) length += 1;
  }
  return length;
}

/** Index of the first or the last occurrence of all of `pattern` in `text`; −1 when there is none. */
function occurrence(pattern: readonly string[], text: readonly string[], which: 'first' | 'last'): number {
  const table = borders(pattern);
  let length = 0;
  let found = -1;
  for (let at = 0; at < text.length; at++) {
    while (length > 0 && (length === pattern.length || text[at] !== pattern[length]))
      length = table[length - 1] as number;
    if (text[at] === pattern[length]) length += 1;
    if (length !== pattern.length) continue;
    found = at - length + 1;
    if (which === 'first') return found;
  }
  return found;
}

/**
 * The longest overlap of the end of `held` and `replay`. The replay may begin inside what is held (its beginning is
 * then the overlap) or before it (all that is held then stands inside the replay). Where a repetitive log leaves several
 * places for that, a replay that is the `whole` log speaks for the first: we held that log from its start on. A cut replay
 * speaks for the last.
 */
export function align(held: readonly string[], replay: readonly string[], whole = false): Alignment {
  if (held.length === 0 || replay.length === 0) return { overlap: 0, next: 0 };
  if (replay.length >= held.length) {
    const at = occurrence(held, replay, whole ? 'first' : 'last');
    if (at >= 0) return { overlap: held.length, next: at + held.length };
  }
  const overlap = longestPrefixAtEnd(replay, held);
  return { overlap, next: overlap };
}
