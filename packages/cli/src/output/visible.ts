/**
 * A terminal obeys the control sequences it receives: they set its title and clipboard, move the cursor, make it type
 * answers. A log is untrusted text, so every such sequence is made visible instead; colours are kept on request.
 */

/** SGR sequences (colours) only: digits, `;` and `:` between CSI and `m`. */
const COLOURS = /\u001b\[[\d;:]*m/g;
/** C0 except tab, DEL, C1, and the characters that reorder or hide text. */
const UNSAFE =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

const RESET = '\u001b[0m';

/** The text with its control characters as visible symbols (`␛`, `␍`, `<202E>`). */
export function visible(text: string): string {
  return text.replace(UNSAFE, draw);
}

/** The text without its colours. */
export function withoutColours(text: string): string {
  return text.replace(COLOURS, '');
}

/** Like {@link visible}, but keeps colours and resets them at the end. */
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
