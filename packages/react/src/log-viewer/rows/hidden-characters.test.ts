import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { glyphName, showHidden } from './hidden-characters.js';

/** The text with names in brackets. */
const seen = (text: string): string =>
  showHidden(text)
    .map((piece) => (piece.glyph === undefined ? piece.text : `[${piece.glyph}]`))
    .join('');

describe('characters that cannot be seen', () => {
  it('are named: what turns the direction of text', () => {
    expect(seen('user \u202egpj.exe\u202c')).toBe('user [RLO]gpj.exe[PDF]');
    expect(seen('\u2066a\u2069\u2067b\u2068c\u200e\u200f\u061c\u202a\u202b\u202d')).toBe(
      '[LRI]a[PDI][RLI]b[FSI]c[LRM][RLM][ALM][LRE][RLE][LRO]',
    );
  });

  it('are named: what takes no width', () => {
    expect(seen('pass\u200bword')).toBe('pass[ZWSP]word');
    expect(seen('\ufeffa\u2060b\u200cc\u200dd\u00ade\u2028f\u2029')).toBe(
      '[BOM]a[WJ]b[ZWNJ]c[ZWJ]d[SHY]e[LSEP]f[PSEP]',
    );
    expect(seen('hi\u{e0041}\u{e0042}')).toBe('hi[U+E0041][U+E0042]');
    expect(seen('a\ufe01\ufe02\ufe03')).toBe('a\ufe01[U+FE02][U+FE03]');
  });

  it('are named: control characters, and halves of characters', () => {
    expect(seen('a\u0000b\u0001c\u000bd\u007fe\u0085f\u0084')).toBe('a[NUL]b[SOH]c[VT]d[DEL]e[NEL]f[U+0084]');
    expect(seen('a\ud800b\udc00')).toBe('a[U+D800]b[U+DC00]');
    expect(glyphName('\u001b')).toBe('ESC');
  });

  it('are counted where one is repeated', () => {
    expect(seen(`a${'\u0000'.repeat(512)}b`)).toBe('a[NUL×512]b');
    expect(showHidden('\u200b'.repeat(10_000))).toHaveLength(1);
    expect(showHidden('a\u200bb\u200cc', 3).map((piece) => piece.text)).toEqual(['a', '\u200b', 'b']);
  });

  it('are no matter where an emoji or a script needs them', () => {
    const fine = [
      '👩‍👩‍👧‍👦 🏳️‍🌈 ❤️ 👍🏽 👩🏽‍💻 1️⃣ 🇩🇪',
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
      'می\u200cخواهم', // Persian
      'क\u094d\u200dष', // Devanagari
      '葛\u{e0100}城',
      'e\u0301 Z͇l̶g',
      'tabs\tand\nlines',
    ];
    for (const text of fine) expect(showHidden(text)).toEqual([{ text }]);
    // Alone, or elsewhere, they are.
    expect(seen('a\u200cb')).toBe('a[ZWNJ]b');
    expect(seen('👩\u200d')).toBe('👩[ZWJ]');
  });

  it('stay in the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const pieces = showHidden(text);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        for (const { text: part, glyph } of pieces)
          if (glyph === undefined)
            expect(part).not.toMatch(
              /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b]/,
            );
      }),
      { numRuns: 2_000 },
    );
  });
});
