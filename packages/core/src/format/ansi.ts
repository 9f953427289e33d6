/**
 * A log line as a terminal would show it: spans of styled text. Pure; the caller carries the state from line to line in
 * the stream's order, never from row to row on screen.
 */
import { applySgr, PLAIN, type AnsiStyle } from './ansi-style.js';
import { hasControls, tokenize } from './control-sequences.js';

/** Text that looks the same throughout. */
export interface AnsiSpan {
  readonly text: string;
  readonly style: AnsiStyle;
  /** The target of an OSC 8 link; only `http:`, `https:` and `mailto:`. */
  readonly href?: string;
}

/** What a line leaves behind for the next one. */
export interface AnsiState {
  readonly style: AnsiStyle;
  readonly href?: string;
}

export interface AnsiLine {
  readonly spans: readonly AnsiSpan[];
  readonly state: AnsiState;
}

/** The state of a terminal that has shown nothing yet. */
export const INITIAL_ANSI_STATE: AnsiState = Object.freeze({ style: PLAIN });

/** Columns past which cursor movement is not followed: a hostile line must not make a long one of a short one. */
const WIDEST = 100_000;

const SAFE_LINK = /^(?:https?:\/\/|mailto:)[^\s\u0000-\u001f\u007f-\u009f]+$/i;

interface Cell {
  char: string;
  style: AnsiStyle;
  href: string | undefined;
}

/** Reads one line. Linear in its length. */
export function parseAnsi(text: string, state: AnsiState = INITIAL_ANSI_STATE): AnsiLine {
  if (!hasControls(text)) return { spans: text === '' ? [] : [spanOf(text, state.style, state.href)], state };
  const screen = new Screen(state);
  tokenize(text, (token) => {
    if (token.type === 'text') screen.write(token.text);
    else if (token.type === 'csi') screen.csi(token.parameters, token.final);
    else if (token.type === 'osc') screen.osc(token.content);
    else screen.control(token.char);
  });
  return screen.finish();
}

/** The text of a line without its control sequences, as {@link parseAnsi} shows it. */
export function stripAnsi(text: string): string {
  if (!hasControls(text)) return text;
  let plain = '';
  for (const span of parseAnsi(text).spans) plain += span.text;
  return plain;
}

function spanOf(text: string, style: AnsiStyle, href: string | undefined): AnsiSpan {
  return href === undefined ? { text, style } : { text, style, href };
}

/** One row of a terminal. Text goes straight into spans; cells are made only once the cursor moves back. */
class Screen {
  private style: AnsiStyle;
  private href: string | undefined;
  private spans: AnsiSpan[] = [];
  private cells: Cell[] | undefined;
  private column = 0;

  constructor(state: AnsiState) {
    this.style = state.style;
    this.href = state.href;
  }

  write(text: string): void {
    if (!this.cells) {
      const last = this.spans.at(-1);
      if (last && last.style === this.style && last.href === this.href)
        this.spans[this.spans.length - 1] = spanOf(last.text + text, this.style, this.href);
      else this.spans.push(spanOf(text, this.style, this.href));
      return;
    }
    for (const char of text) {
      while (this.cells.length < this.column) this.cells.push({ char: ' ', style: PLAIN, href: undefined });
      this.cells[this.column] = { char, style: this.style, href: this.href };
      this.column += 1;
    }
  }

  csi(parameters: string, final: string): void {
    if (final === 'm') {
      if (!/^[?<=>]/.test(parameters)) this.style = applySgr(this.style, parameters);
      return;
    }
    const count = Math.max(1, Number(parameters.split(';')[0] || 1) || 1);
    if (final === 'K') this.erase(parameters);
    else if (final === 'G') this.move(count - 1);
    else if (final === 'D') this.move(this.here() - count);
    else if (final === 'C') this.move(this.here() + count);
  }

  osc(content: string): void {
    const match = /^8;[^;]*;(.*)$/s.exec(content);
    if (match) this.href = match[1] && SAFE_LINK.test(match[1]) ? match[1] : undefined;
  }

  control(char: string): void {
    if (char === '\t') this.write('\t');
    else if (char === '\r') this.move(0);
    else if (char === '\b') this.move(this.here() - 1);
    else if (char === '\n') this.write('\n');
  }

  finish(): AnsiLine {
    const state: AnsiState = this.href === undefined ? { style: this.style } : { style: this.style, href: this.href };
    return { spans: this.cells ? joinCells(this.cells) : this.spans, state };
  }

  private here(): number {
    this.toCells();
    return this.column;
  }

  private move(column: number): void {
    this.toCells();
    this.column = Math.min(WIDEST, Math.max(0, column));
  }

  private erase(parameters: string): void {
    const cells = this.toCells();
    if (parameters === '' || parameters === '0') cells.length = Math.min(cells.length, this.column);
    else if (parameters === '2') cells.length = 0;
    else if (parameters === '1')
      for (let at = 0; at <= this.column && at < cells.length; at++) cells[at] = { char: ' ', style: PLAIN, href: undefined };
  }

  private toCells(): Cell[] {
    if (!this.cells) {
      this.cells = [];
      for (const { text, style, href } of this.spans)
        for (const char of text) this.cells.push({ char, style, href });
      this.column = this.cells.length;
    }
    return this.cells;
  }
}

function joinCells(cells: readonly Cell[]): readonly AnsiSpan[] {
  const spans: AnsiSpan[] = [];
  let from = 0;
  for (let at = 1; at <= cells.length; at++) {
    const first = cells[from] as Cell;
    const cell = cells[at];
    if (cell && cell.style === first.style && cell.href === first.href) continue;
    spans.push(
      spanOf(
        cells
          .slice(from, at)
          .map(({ char }) => char)
          .join(''),
        first.style,
        first.href,
      ),
    );
    from = at;
  }
  return spans;
}
