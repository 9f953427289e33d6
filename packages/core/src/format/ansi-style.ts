/** The style of terminal text, and how SGR parameters change it. */

/** A colour: an index into the 256-colour palette (0–15 are theme colours), or the RGB value that was sent. */
export type AnsiColor =
  | { readonly kind: 'palette'; readonly index: number }
  | { readonly kind: 'rgb'; readonly r: number; readonly g: number; readonly b: number };

/** The style of a span. Absent fields have the default look. Frozen. */
export interface AnsiStyle {
  readonly fg?: AnsiColor;
  readonly bg?: AnsiColor;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly inverse?: true;
  readonly strike?: true;
  /** Text that a terminal would hide. The viewer shows it, because a log must not hide anything. */
  readonly conceal?: true;
}

/** The default style. */
export const PLAIN: AnsiStyle = Object.freeze({});

type Draft = { -readonly [K in keyof AnsiStyle]: AnsiStyle[K] };

/** Parameters that set an attribute, and those that reset some. */
const ON: Readonly<
  Record<number, 'bold' | 'dim' | 'italic' | 'underline' | 'inverse' | 'conceal' | 'strike'>
> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  8: 'conceal',
  9: 'strike',
  21: 'underline', // double
};
const OFF: Readonly<Record<number, readonly (keyof AnsiStyle)[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  28: ['conceal'],
  29: ['strike'],
  39: ['fg'],
  49: ['bg'],
};

const palette = Array.from({ length: 256 }, (_, index): AnsiColor =>
  Object.freeze({ kind: 'palette', index }),
);

function isByte(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= 255;
}

/** The colour in the values after 38 or 48: `5;n` or `2;r;g;b`. */
function extendedColor(values: readonly (number | undefined)[]): AnsiColor | undefined {
  const [kind, a, b, c] = values;
  if (kind === 5 && isByte(a)) return palette[a];
  const [r, g, blue] = [a ?? 0, b ?? 0, c ?? 0];
  return kind === 2 && isByte(r) && isByte(g) && isByte(blue)
    ? Object.freeze({ kind: 'rgb', r, g, b: blue })
    : undefined;
}

/** One of the sixteen theme colours: parameters 30–37, 40–47, 90–97 and 100–107. */
function basicColor(code: number): { readonly of: 'fg' | 'bg'; readonly index: number } | undefined {
  if (code >= 30 && code <= 37) return { of: 'fg', index: code - 30 };
  if (code >= 40 && code <= 47) return { of: 'bg', index: code - 40 };
  if (code >= 90 && code <= 97) return { of: 'fg', index: code - 90 + 8 };
  if (code >= 100 && code <= 107) return { of: 'bg', index: code - 100 + 8 };
  return undefined;
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}

/** Applies a parameter with subparameters: `38:2::r:g:b`, `38:2:r:g:b`, `48:5:n`, `4:3`. */
function applyParts(draft: Draft, parts: readonly (number | undefined)[]): void {
  const [code, ...rest] = parts;
  if (code === 4) {
    if (rest[0] === 0) delete draft.underline;
    else draft.underline = true;
    return;
  }
  if (code !== 38 && code !== 48) return;
  // The full form has a colour space between the 2 and the red value.
  const values = rest[0] === 2 && rest.length >= 5 ? [2, ...rest.slice(2, 5)] : rest;
  const color = extendedColor(values);
  if (color) draft[code === 38 ? 'fg' : 'bg'] = color;
}

/** Caches: all styles, by content; and for each style, the next one by parameters. Programs use the same few again and again. */
let styles = new Map<string, AnsiStyle>();
let transitions = new WeakMap<AnsiStyle, Map<string, AnsiStyle>>();
/** Number of cached transitions. */
let count = 0;
/** Size of the caches, bounded because a hostile log may contain any number of styles. */
const CACHE_SIZE = 2_000;
/** Longer parameters are not cached. */
const SHORT = 32;

/**
 * The style after an SGR sequence with these parameters, such as `1;31`. Ignores unknown ones. Returns the same object if nothing
 * changes.
 */
export function applySgr(style: AnsiStyle, parameters: string): AnsiStyle {
  if (parameters === '' || parameters === '0') return PLAIN;
  if (parameters.length > SHORT) return change(style, parameters);
  const known = transitions.get(style)?.get(parameters);
  if (known) return known;
  const next = change(style, parameters);
  if (count === CACHE_SIZE) {
    styles = new Map();
    transitions = new WeakMap();
    count = 0;
  }
  const from = transitions.get(style) ?? new Map<string, AnsiStyle>();
  transitions.set(style, from.set(parameters, next));
  count += 1;
  return next;
}

/** The fields in a fixed order, for the key of a style. */
const ORDER = 'fg bg kind index r g b bold dim italic underline inverse strike conceal'.split(' ');
const keyOf = (style: AnsiStyle): string => JSON.stringify(style, ORDER);

/** The shared object for this style; `before` if it is equal. */
function intern(draft: Draft, before: AnsiStyle): AnsiStyle {
  const key = keyOf(draft);
  const known = key === keyOf(before) ? before : styles.get(key);
  if (known) return known;
  const style = Object.freeze(draft);
  if (styles.size < CACHE_SIZE) styles.set(key, style);
  return style;
}

function change(style: AnsiStyle, parameters: string): AnsiStyle {
  let draft: Draft = { ...style };
  const fields = parameters.split(';');
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] as string;
    if (field.includes(':')) {
      applyParts(draft, field.split(':').map(toNumber));
      continue;
    }
    const code = toNumber(field) ?? 0;
    const on = ON[code];
    const basic = basicColor(code);
    if (code === 0) draft = {};
    else if (on) draft[on] = true;
    else if (basic) draft[basic.of] = palette[basic.index] as AnsiColor;
    else if (code === 38 || code === 48 || code === 58) {
      const values = fields.slice(at + 1, at + 5).map(toNumber);
      const length = values[0] === 5 ? 2 : values[0] === 2 ? 4 : 0;
      if (length === 0) break; // an unknown colour format: we cannot know where it ends
      const color = extendedColor(values);
      if (color && code !== 58) draft[code === 38 ? 'fg' : 'bg'] = color; // 58 is the colour of the underline
      at += length;
    } else for (const key of OFF[code] ?? []) delete draft[key];
  }
  return Object.keys(draft).length === 0 ? PLAIN : intern(draft, style);
}
