/** A terminal to compare with: what xterm.js holds after a text was written to it, character by character. */
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal, type IBufferCell } from '@xterm/headless';
import type { AnsiColor, AnsiStyle } from '../ansi-style.js';

/** One character that can be seen: itself, its look, where it leads. */
export interface Shown {
  readonly text: string;
  readonly style: AnsiStyle;
  readonly href?: string;
}

/** What xterm.js knows and its types do not say. */
interface Inside {
  readonly _core: {
    readonly _oscLinkService: { getLinkData(id: number): { readonly uri: string } | undefined };
    readonly unicodeService: { wcwidth(code: number): number };
  };
}

/** A terminal with lines so wide that nothing wraps, and so many that nothing scrolls. */
export interface ReferenceTerminal {
  /** The lines that a fresh terminal shows for a text, joined by line feeds. Cells at the end that nothing was written to are left out. */
  show(text: string): Promise<readonly Shown[]>;
  /** Columns of a character. */
  width(character: string): number;
}

const COLUMNS = 800;
const ROWS = 32;

/** Makes one; it may be used again and again. */
export function createReferenceTerminal(): ReferenceTerminal {
  const terminal = new Terminal({
    cols: COLUMNS,
    rows: ROWS,
    scrollback: 0,
    convertEol: true, // a line feed begins a line, as in a log
    allowProposedApi: true,
    logLevel: 'off', // it complains of DEL
  });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  const inside = (terminal as Terminal & Inside)._core;

  const hrefOf = (cell: IBufferCell): string | undefined => {
    const { urlId } = (cell as IBufferCell & { readonly extended: { readonly urlId: number } }).extended;
    return urlId === 0 ? undefined : inside._oscLinkService.getLinkData(urlId)?.uri;
  };

  const lineAt = (row: number): Shown[] => {
    const line = terminal.buffer.active.getLine(row);
    const shown: Shown[] = [];
    let written = 0;
    for (let column = 0; line && column < COLUMNS; column++) {
      const cell = line.getCell(column);
      if (!cell || (cell.getWidth() === 0 && cell.getChars() === '')) continue; // the right half of a wide one
      const href = hrefOf(cell);
      shown.push({
        text: cell.getChars() || ' ',
        style: styleOf(cell),
        ...(href === undefined ? {} : { href }),
      });
      if (cell.getChars() !== '') written = shown.length;
    }
    return shown.slice(0, written);
  };

  return {
    async show(text) {
      terminal.reset();
      await new Promise<void>((done) => terminal.write(text, done));
      const last = terminal.buffer.active.cursorY;
      if (last >= ROWS - 1) throw new Error('The text has more lines than the terminal.');
      const shown: Shown[] = [];
      for (let row = 0; row <= last; row++)
        shown.push(...(row > 0 ? [{ text: '\n', style: {} }] : []), ...lineAt(row));
      return shown;
    },
    width: (character) => inside.unicodeService.wcwidth(character.codePointAt(0) as number),
  };
}

function colorOf(isPalette: boolean, isRgb: boolean, value: number): AnsiColor | undefined {
  if (isPalette) return { kind: 'palette', index: value };
  return isRgb ? { kind: 'rgb', r: value >> 16, g: (value >> 8) & 255, b: value & 255 } : undefined;
}

/** The flag itself: `isUnderline()` says yes of every link. */
const UNDERLINE = 0x1000_0000;

function styleOf(cell: IBufferCell): AnsiStyle {
  const flags = (cell as IBufferCell & { readonly fg: number }).fg;
  const fg = colorOf(cell.isFgPalette(), cell.isFgRGB(), cell.getFgColor());
  const bg = colorOf(cell.isBgPalette(), cell.isBgRGB(), cell.getBgColor());
  return {
    ...(fg ? { fg } : {}),
    ...(bg ? { bg } : {}),
    ...(cell.isBold() ? { bold: true } : {}),
    ...(cell.isDim() ? { dim: true } : {}),
    ...(cell.isItalic() ? { italic: true } : {}),
    ...(flags & UNDERLINE ? { underline: true } : {}),
    ...(cell.isInverse() ? { inverse: true } : {}),
    ...(cell.isInvisible() ? { conceal: true } : {}),
    ...(cell.isStrikethrough() ? { strike: true } : {}),
  };
}
