/** A reference terminal: what xterm.js shows for a text, character by character. */
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal, type IBufferCell } from '@xterm/headless';
import type { AnsiColor, AnsiStyle } from '../ansi-style.js';

/** One visible character with its style and link. */
export interface Shown {
  readonly text: string;
  readonly style: AnsiStyle;
  readonly href?: string;
}

/** Internals of xterm.js that its types do not declare. */
interface Inside {
  readonly _core: {
    readonly _oscLinkService: { getLinkData(id: number): { readonly uri: string } | undefined };
    readonly unicodeService: { wcwidth(code: number): number };
  };
}

/** A terminal so large that nothing wraps or scrolls. */
export interface ReferenceTerminal {
  /** The lines that a fresh terminal shows for a text, joined by line feeds, without unwritten cells at the end of a line. */
  show(text: string): Promise<readonly Shown[]>;
  /** Columns of a character. */
  width(character: string): number;
}

const COLUMNS = 800;
const ROWS = 32;

/** Creates a terminal, which can be reused. */
export function createReferenceTerminal(): ReferenceTerminal {
  const terminal = new Terminal({
    cols: COLUMNS,
    rows: ROWS,
    scrollback: 0,
    convertEol: true, // a line feed returns to column 0, as in a log
    allowProposedApi: true,
    logLevel: 'off', // it warns about DEL
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
      if (!cell || (cell.getWidth() === 0 && cell.getChars() === '')) continue; // the right half of a wide character
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

/** The flag itself, because `isUnderline()` is true for every link. */
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
