/** Styles that a terminal's SGR sequences (ECMA-48 §8.3.117) can set, as data. */

/** One of the 256 palette colours (0–15 are the theme's own), or a colour by value. */
export type AnsiColor =
  | { readonly kind: 'palette'; readonly index: number }
  | { readonly kind: 'rgb'; readonly r: number; readonly g: number; readonly b: number };

/** How a span of text looks. Absent means: the terminal's default. */
export interface AnsiStyle {
  readonly fg?: AnsiColor;
  readonly bg?: AnsiColor;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly inverse?: true;
  readonly strike?: true;
  /** Text that a terminal would not show. It stays readable here: a log must not hide anything. */
  readonly conceal?: true;
}

/** No style at all. */
export const PLAIN: AnsiStyle = Object.freeze({});

const SET: Readonly<Record<number, keyof AnsiStyle>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  8: 'conceal',
  9: 'strike',
  21: 'underline',
};

const UNSET: Readonly<Record<number, readonly (keyof AnsiStyle)[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  28: ['conceal'],
  29: ['strike'],
  39: ['fg'],
  49: ['bg'],
};

type Draft = { -readonly [K in keyof AnsiStyle]: AnsiStyle[K] };

/** The style after one SGR sequence, given its parameters as written between `ESC [` and `m`. */
export function applySgr(style: AnsiStyle, parameters: string): AnsiStyle {
  if (parameters === '' || parameters === '0') return PLAIN;
  let next: Draft = { ...style };
  const codes = parameters.split(';');
  for (let at = 0; at < codes.length; at++) {
    const [head = '', ...sub] = (codes[at] ?? '').split(':');
    const code = head === '' ? 0 : Number(head);
    if (code === 0) next = {};
    else if (code === 38 || code === 48) {
      const place = code === 38 ? 'fg' : 'bg';
      const separate = sub.length > 0;
      const { color, used } = readColor(separate ? sub : codes.slice(at + 1), separate);
      if (color) next[place] = color;
      if (!separate) at += used;
    } else if (code === 4 && sub[0] === '0') delete next.underline;
    else applySimple(next, code);
  }
  return Object.keys(next).length === 0 ? PLAIN : next;
}

function applySimple(style: Draft, code: number): void {
  const set = SET[code];
  if (set !== undefined) Object.assign(style, { [set]: true });
  for (const name of UNSET[code] ?? []) delete style[name];
  if (code >= 30 && code <= 37) style.fg = palette(code - 30);
  else if (code >= 40 && code <= 47) style.bg = palette(code - 40);
  else if (code >= 90 && code <= 97) style.fg = palette(code - 90 + 8);
  else if (code >= 100 && code <= 107) style.bg = palette(code - 100 + 8);
}

const palette = (index: number): AnsiColor => ({ kind: 'palette', index });

const isByte = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 255;

/** The colour after 38 or 48: `5;n`, `2;r;g;b`, or with colons `2::r:g:b`. */
function readColor(
  rest: readonly string[],
  colons: boolean,
): { readonly color: AnsiColor | undefined; readonly used: number } {
  const kind = rest[0];
  if (kind === '5') {
    const index = Number(rest[1] ?? '');
    return { color: rest[1] !== undefined && isByte(index) ? palette(index) : undefined, used: 2 };
  }
  if (kind === '2') {
    // With colons a colour space may stand before the three values.
    const from = colons && rest.length >= 5 ? 2 : 1;
    const [r, g, b] = [rest[from], rest[from + 1], rest[from + 2]].map((value) => Number(value ?? Number.NaN));
    const valid = [r, g, b].every((value) => value !== undefined && isByte(value));
    return { color: valid ? { kind: 'rgb', r: r as number, g: g as number, b: b as number } : undefined, used: 4 };
  }
  return { color: undefined, used: 1 };
}
