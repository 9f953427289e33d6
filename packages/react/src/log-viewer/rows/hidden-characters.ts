/**
 * Invisible characters that have an effect: they change the direction of text, have no width, or are control characters. Each gets
 * a name to show in its place; the text keeps it. Where a script or an emoji needs such a character, it is not marked.
 */

/** A piece of text. If it is invisible, `glyph` is its name. */
export interface VisiblePiece {
  readonly text: string;
  readonly glyph?: string;
}

// One test with this class excludes all texts without such characters.
const PLAIN = /^[\t\n -~]*$/;

/** Scripts in which letters are joined, or kept from it, by ZWJ and ZWNJ. */
const JOINED = ['Arab', 'Syrc', 'Mong', 'Nko', 'Mand', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu']
  .concat(['Knda', 'Mlym', 'Sinh', 'Khmr', 'Mymr', 'Tibt'])
  .map((script) => `\\p{Script=${script}}`)
  .join('');

const PICTURE = '[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\u{1f1e6}-\\u{1f1ff}]';

/** Contexts in which such characters are legitimate. */
const AT_HOME = [
  '\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{3,6}\\u{e007f}', // the flag of a region
  // An emoji with its sequel: skin, colour, family.
  `${PICTURE}\\ufe0f?(?:\\u200d${PICTURE}\\ufe0f?|\\p{Emoji_Modifier})*`,
  `(?<=[${JOINED}])[\\u200c\\u200d](?=[${JOINED}])`,
  '(?<=[^\\s\\p{C}\\ufe00-\\ufe0f])[\\ufe00-\\ufe0f]', // which variant of the character before
  '(?<=\\p{Script=Han})[\\u{e0100}-\\u{e01ef}]',
  '(?<=\\p{Script=Mongolian})[\\u180b-\\u180d\\u180f]',
];

const UNSEEN =
  '(?:[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ufff9-\\ufffb]|\\p{Default_Ignorable_Code_Point}|\\p{Surrogate})';

/** Matches either a legitimate context, or a run of one invisible character. */
const HIDDEN = new RegExp(`${AT_HOME.join('|')}|(${UNSEEN})\\1*`, 'gu');
const ANY_HIDDEN = new RegExp(UNSEEN, 'u');

const C0 =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US';

const NAMES: Readonly<Record<number, string>> = {
  ...Object.fromEntries(C0.split(' ').map((name, code) => [code, name])),
  0x7f: 'DEL',
  0x85: 'NEL',
  0xad: 'SHY',
  0x34f: 'CGJ',
  0x61c: 'ALM',
  0x180e: 'MVS',
  0x200b: 'ZWSP',
  0x200c: 'ZWNJ',
  0x200d: 'ZWJ',
  0x200e: 'LRM',
  0x200f: 'RLM',
  0x2028: 'LSEP',
  0x2029: 'PSEP',
  0x202a: 'LRE',
  0x202b: 'RLE',
  0x202c: 'PDF',
  0x202d: 'LRO',
  0x202e: 'RLO',
  0x2060: 'WJ',
  0x2066: 'LRI',
  0x2067: 'RLI',
  0x2068: 'FSI',
  0x2069: 'PDI',
  0xfeff: 'BOM',
};

/** The short name of an invisible character, such as `RLO`, or its code point if it has no name, such as `U+E0041`. */
export function glyphName(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return NAMES[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Splits a text into at most `max` pieces. A run of the same invisible character is one piece whose name includes the count: `NUL×512`. */
export function showHidden(text: string, max = Infinity): readonly VisiblePiece[] {
  if (PLAIN.test(text) || !ANY_HIDDEN.test(text)) return [{ text }];
  const pieces: VisiblePiece[] = [];
  let at = 0;
  for (const found of text.matchAll(HIDDEN)) {
    const [run, character] = found;
    if (character === undefined) continue;
    if (found.index > at) pieces.push({ text: text.slice(at, found.index) });
    const count = run.length / character.length;
    pieces.push({ text: run, glyph: count > 1 ? `${glyphName(character)}×${count}` : glyphName(character) });
    at = found.index + run.length;
    if (pieces.length >= max) return pieces.slice(0, max);
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}
