/** How many columns a character takes in a terminal: combining marks none, East Asian wide characters and emoji two. */

const NONE = /^(?:[\p{Mn}\p{Me}\p{Cf}\p{Cc}\u1160-\u11ff])$/u;

// East Asian Width "W" and "F", by whole blocks; emoji by their property.
const WIDE = new RegExp(
  [
    '^(?:[\\u1100-\\u115f\\u2329\\u232a\\u2e80-\\u303e\\u3041-\\u4dbf\\u4e00-\\ua4cf\\ua960-\\ua97f\\uac00-\\ud7a3]',
    '[\\uf900-\\ufaff\\ufe10-\\ufe19\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6]',
    '[\\u{16fe0}-\\u{18cff}\\u{1b000}-\\u{1b2ff}\\u{1f200}-\\u{1f265}\\u{20000}-\\u{3fffd}]',
    // A regional indicator is not wide: two of them make one flag.
    '(?![\\u{1f1e6}-\\u{1f1ff}])\\p{Emoji_Presentation})$',
  ].join('|'),
  'u',
);

/** Columns of one character (a code point). 0 for a tab, whose width depends on its position. */
export function charWidth(character: string): 0 | 1 | 2 {
  const code = character.charCodeAt(0);
  if (code < 0x300) return code >= 0x20 && (code < 0x7f || code >= 0xa0) ? 1 : 0;
  if (NONE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
