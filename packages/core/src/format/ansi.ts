/**
 * Parses terminal text for display outside a terminal: styled spans, links, and the final state of a line after all carriage
 * returns, backspaces and erasures. All other control sequences are removed.
 */
import { AnsiScreen } from './ansi-screen.js';
import { BS, CR, hasTerminalCodes, scanAnsi, type AnsiHandler } from './ansi-scanner.js';
import { applySgr, PLAIN, type AnsiStyle } from './ansi-style.js';

/** A piece of visible text in one style. */
export interface AnsiSpan {
  readonly text: string;
  readonly style: AnsiStyle;
  /** Target of an OSC 8 link: always `http:`, `https:` or `mailto:`. */
  readonly href?: string;
}

/** The style that one line carries over to the next, as in a terminal. */
export interface AnsiState {
  readonly style: AnsiStyle;
  readonly href?: string;
}

/** A parsed message. */
export interface AnsiLine {
  readonly spans: readonly AnsiSpan[];
  /** The state after the message, for the next one. */
  readonly state: AnsiState;
}

/** The initial state: default style. */
export const INITIAL_ANSI_STATE: AnsiState = Object.freeze({ style: PLAIN });

const SAFE_LINK = /^(?:https?:\/\/|mailto:)[^\s\p{Cc}]+$/iu;

/** The first parameter of a sequence, if it is a number. */
function firstNumber(parameters: string): number | undefined {
  const value = Number.parseInt(parameters, 10);
  return Number.isNaN(value) ? undefined : value;
}

/** Tracks only the pen of a terminal: the style and link of the text to come. */
class Pen implements AnsiHandler {
  private kept: AnsiState | undefined;

  constructor(public pen: AnsiState) {}

  text(_from: number, _to: number): void {
    // Text does not change the pen.
  }

  move(_code: number): void {
    // Neither does movement.
  }

  escape(final: string): void {
    if (final === '7') this.save();
    else if (final === '8') this.restore();
    else if (final === 'c') this.pen = INITIAL_ANSI_STATE; // a reset; it does not remove text
  }

  control(final: string, parameters: string): void {
    if (isPrivate(parameters)) return;
    if (final === 'm') this.restyle(parameters);
    else if (final === 's') this.save();
    else if (final === 'u') this.restore();
  }

  link(address: string): void {
    const { style } = this.pen;
    this.pen = SAFE_LINK.test(address) ? { style, href: address } : stateOf(style);
  }

  private restyle(parameters: string): void {
    const { pen } = this;
    const style = applySgr(pen.style, parameters);
    if (style !== pen.style) this.pen = pen.href === undefined ? stateOf(style) : { ...pen, style };
  }

  protected save(): void {
    this.kept = this.pen;
  }

  /** Whether there was something to restore. */
  protected restore(): boolean {
    if (this.kept) this.pen = this.kept;
    return this.kept !== undefined;
  }
}

/** Whether a sequence is a private extension. */
const isPrivate = (parameters: string): boolean => /^[<=>?]/.test(parameters);

/** Writes text to a screen. The screen's pens are state objects, compared by reference. */
class Writer extends Pen {
  private eraser: AnsiState = INITIAL_ANSI_STATE;

  constructor(
    private readonly source: string,
    private readonly screen: AnsiScreen<AnsiState>,
    start: AnsiState,
  ) {
    super(start);
  }

  override text(from: number, to: number): void {
    this.screen.write(this.source.slice(from, to), this.pen);
  }

  override move(code: number): void {
    if (code === CR) this.screen.carriageReturn();
    else if (code === BS) this.screen.backspace();
  }

  override control(final: string, parameters: string): void {
    const { screen } = this;
    if (final === 'K' || final === 'J') return this.erase(final, parameters);
    if (isPrivate(parameters)) return;
    const steps = Math.max(1, firstNumber(parameters) ?? 1);
    if (final === 'G' || final === '`') screen.column(steps - 1);
    else if (final === 'C' || final === 'a') screen.forward(steps);
    else if (final === 'D') screen.forward(-steps);
    else if (final === 'X') screen.eraseCells(steps, this.ground());
    else if (final === 'P') screen.deleteCells(steps, this.ground());
    else if (final === '@') screen.insertCells(steps, this.ground());
    else super.control(final, parameters);
  }

  protected override save(): void {
    super.save();
    this.screen.save();
  }

  protected override restore(): boolean {
    const kept = super.restore();
    if (kept) this.screen.restore();
    return kept;
  }

  private erase(final: string, parameters: string): void {
    // `?` would spare protected cells; there are none here.
    const own = parameters.startsWith('?') ? parameters.slice(1) : parameters;
    if (isPrivate(own)) return;
    const mode = firstNumber(own) ?? 0;
    if (final === 'K') this.screen.erase(mode, this.ground());
    // Erasing above the cursor, or the whole screen, would remove lines of the log.
    else if (mode === 0) this.screen.eraseBelow(this.ground());
  }

  /** The pen of erased cells: the current background and nothing else. */
  private ground(): AnsiState {
    const { bg } = this.pen.style;
    if (bg !== this.eraser.style.bg)
      this.eraser = bg === undefined ? INITIAL_ANSI_STATE : { style: Object.freeze({ bg }) };
    return this.eraser;
  }
}

function stateOf(style: AnsiStyle): AnsiState {
  return style === PLAIN ? INITIAL_ANSI_STATE : { style };
}

/**
 * Parses one message into spans. `state` is the state after the previous message; by default the text begins in the default style. The joined
 * texts of the spans equal {@link stripAnsi} of the message. An empty text has no spans.
 */
export function parseAnsi(text: string, state: AnsiState = INITIAL_ANSI_STATE): AnsiLine {
  if (!hasTerminalCodes(text)) return { spans: text === '' ? [] : [{ text, ...state }], state };
  const screen = new AnsiScreen<AnsiState>(INITIAL_ANSI_STATE, text.length);
  const writer = new Writer(text, screen, state);
  scanAnsi(text, writer);
  return { spans: screen.runs().map(({ text: shown, pen }) => ({ text: shown, ...pen })), state: writer.pen };
}

/** The state after a message; like {@link parseAnsi}, but cheaper because it creates no spans. */
export function ansiStateAfter(text: string, state: AnsiState = INITIAL_ANSI_STATE): AnsiState {
  if (!hasTerminalCodes(text)) return state;
  const pen = new Pen(state);
  scanAnsi(text, pen);
  return pen.pen;
}
