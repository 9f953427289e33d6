/** Removes the control sequences from terminal text. */
import { parseAnsi } from './ansi.js';
import { CR, hasTerminalCodes, scanAnsi, type AnsiHandler } from './ansi-scanner.js';

/** Sequences that move the cursor or change what was written. */
const MOVES = new Set(['G', '`', 'C', 'a', 'D', 'X', 'P', '@', 's', 'u']);

/** Joins the text between the sequences. If `moved`, that is not what is visible, and only a screen can tell. */
class Stripper implements AnsiHandler {
  plain = '';
  moved = false;
  private returned = false;

  constructor(private readonly source: string) {}

  text(from: number, to: number): void {
    // Before a line feed a carriage return has no effect.
    if (this.returned && this.source.charAt(from) !== '\n') this.moved = true;
    this.returned = false;
    this.plain += this.source.slice(from, to);
  }

  move(code: number): void {
    if (code === CR) this.returned = true;
    else this.moved = true;
  }

  escape(final: string): void {
    if (final === '7' || final === '8') this.moved = true;
  }

  control(final: string, parameters: string): void {
    // Erasing from the cursor on has no effect at the end of the line, where it mostly occurs.
    if (final === 'K' || final === 'J') this.moved ||= this.returned || /[12]/.test(parameters);
    else if (MOVES.has(final)) this.moved = true;
  }

  link(): void {
    // A link's URL is not visible.
  }
}

const ESC_CSI = '\u001b[';

/**
 * A fast path for text that contains only SGR sequences, as most coloured lines do: the text without them; undefined if it may contain others.
 * The result is checked once at the end, because removing a sequence may have joined the parts of another.
 */
function stripStyles(text: string): string | undefined {
  let start = 0;
  let plain = '';
  for (let at = text.indexOf(ESC_CSI); at >= 0; at = text.indexOf(ESC_CSI, start)) {
    let end = at + ESC_CSI.length;
    let code = text.charCodeAt(end);
    while (code >= 0x30 && code <= 0x3b) code = text.charCodeAt(++end); // digits, `:` and `;`
    if (code !== 0x6d) return undefined;
    plain += text.slice(start, at);
    start = end + 1;
  }
  if (start === 0) return undefined;
  plain += text.slice(start);
  return hasTerminalCodes(plain) ? undefined : plain;
}

/** The text of a message as it is shown, without control sequences: filter, search and copy work on it. Costs only one scan if there is nothing to strip. */
export function stripAnsi(text: string): string {
  const styled = stripStyles(text);
  if (styled !== undefined) return styled;
  if (!hasTerminalCodes(text)) return text;
  const stripper = new Stripper(text);
  scanAnsi(text, stripper);
  if (!stripper.moved) return stripper.plain;
  let plain = '';
  for (const span of parseAnsi(text).spans) plain += span.text;
  return plain;
}
