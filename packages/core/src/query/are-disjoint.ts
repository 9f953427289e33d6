/** Sets of characters, each written as the part of a regular expression that matches one of them. */

/** Sets that surely have no other members than those in {@link MEMBERS}. */
const NARROW =
  /^(?:\\[dsw!-/:-@[-`{-~]|[ -\-/-Z_-~]|\[(?!\^)(?:\\(?:[dswfnrtv!-/:-@[-`{-~]|u202[89])|[ -[^-~])*\])$/;

/** ASCII, white space, and what is a letter of ASCII in other case: all that `\d`, `\s`, `\w` and ASCII characters match. */
const MEMBERS = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ...'\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u017f\u212a',
];

/** Whether no character is in both sets. False if that is hard to tell. */
export function areDisjoint(a: RegExp, b: RegExp): boolean {
  if (!NARROW.test(a.source) && !NARROW.test(b.source)) return false;
  return !MEMBERS.some((character) => a.test(character) && b.test(character));
}
