/**
 * A log is written by others, and a terminal obeys what it is sent: titles, clipboards, cursor moves, answers typed
 * back. Here every such sequence is made visible instead; colours are kept where they are wanted.
 */

/** SGR (colours) only: digits, `;` and `:` between CSI and `m`. */
const COLOURS = /\u001b\[[\d;:]*m/g;
/** C0 but tab, DEL, C1, and the characters that reorder or hide text. */
const UNSAFE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

const RESET = '\u001b[0m';

/** The text with control characters drawn (`␛`, `␍`, `<202E>`) instead of obeyed. */
export function visible(text: string): string {
  return text.replace(UNSAFE, draw);
}

/** As {@link visible}, but colours stay, and are ended where the text ends. */
export function visibleWithColours(text: string): string {
  let shown = '';
  let from = 0;
  for (const match of text.matchAll(COLOURS)) {
    shown += visible(text.slice(from, match.index)) + match[0];
    from = match.index + match[0].length;
  }
  return from === 0 ? visible(text) : `${shown}${visible(text.slice(from))}${RESET}`;
}

function draw(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `<${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
