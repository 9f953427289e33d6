/**
 * Whether the matches of a regular expression in a line are the same when the line is one of many in a longer text. If so, many packed
 * lines can be searched at once, which is several times as fast as one by one.
 */

/** What may stand in an expression for one of several characters, or for a character that is not written as itself. */
const SETS = /\\(?:[pu]\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|\d+|[^])|\[(?:\\[^]|[^\]\\])*\]/gi;

/**
 * True if no part of `pattern` can match a line feed. Then an assertion sees the same at either end of a line as it would at the end of
 * a text: a line feed belongs to no word, and `^` and `$` match beside it, so `pattern` must have the flag `m`. An expression
 * that is hard to judge counts as false.
 */
export function staysInLine({ source, flags }: RegExp): boolean {
  // Sets may be nested with `v`, and the meaning of `.`, `^` and `$` is changed by `s` and by groups such as `(?s-m:`.
  if (!flags.includes('m') || /[sv]/.test(flags) || /\(\?[a-z-]+:/.test(source)) return false;
  const single = flags.replace('g', '');
  try {
    return !source.match(SETS)?.some((set) => new RegExp(set, single).test('\n'));
  } catch {
    return false; // with the flag `u`, a reference to a group is no expression by itself
  }
}
