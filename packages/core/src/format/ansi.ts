/**
 * Terminal text for a viewer that is no terminal: styled spans, links, and lines as they stand after every carriage
 * return, backspace and erasure. Everything else that a terminal would obey is taken out.
 */
import { AnsiScreen } from './ansi-screen.js';
import { BS, CR, hasControls, scanAnsi } from './ansi-scanner.js';
import { applySgr, PLAIN, type AnsiStyle } from './ansi-style.js';

/** A piece of visible text with one look. */
export interface AnsiSpan {
  readonly text: string;
  readonly style: AnsiStyle;
  /** Where an OSC 8 link leads: `http:`, `https:` or `mailto:`, never anything else. */
  readonly href?: string;
}

/** What a line leaves to the next: a terminal goes on in the last colour. */
export interface AnsiState {
  readonly style: AnsiStyle;
  readonly href?: string;
}

/** One message, read. */
export interface AnsiLine {
  readonly spans: readonly AnsiSpan[];
  readonly state: AnsiState;
}

/** The state of a terminal that has shown nothing yet. */
export const INITIAL_ANSI_STATE: AnsiState = Object.freeze({ style: PLAIN });

const SAFE_LINK = /^(?:https?:\/\/|mailto:)[^\s\p{Cc}]+$/iu;

/** Runs `text` over a screen. The state object is the pen: two runs that share it look the same. */
function draw(text: string, screen: AnsiScreen<AnsiState>, start: AnsiState): AnsiState {
  let pen = start;
  scanAnsi(text, {
    text: (from, to) => screen.write(text.slice(from, to), pen),
    move(code) {
      if (code === CR) screen.carriageReturn();
      else if (code === BS) screen.backspace();
    },
    control(final, parameters) {
      const count = Number(parameters || Number.NaN);
      const steps = Number.isInteger(count) && count > 0 ? count : 1;
      if (final === 'm' && !/[<=>?]/.test(parameters)) {
        const style = applySgr(pen.style, parameters);
        if (style !== pen.style) pen = pen.href === undefined ? stateOf(style) : { ...pen, style };
      } else if (final === 'K') screen.erase(Number.isNaN(count) ? 0 : count);
      else if (final === 'G') screen.column(steps - 1);
      else if (final === 'C') screen.forward(steps);
      else if (final === 'D') screen.forward(-steps);
    },
    link(address) {
      pen = SAFE_LINK.test(address) ? { style: pen.style, href: address } : stateOf(pen.style);
    },
  });
  return pen;
}

function stateOf(style: AnsiStyle): AnsiState {
  return style === PLAIN ? INITIAL_ANSI_STATE : { style };
}

/**
 * The spans of one message. `state` is where the message before it ended; without it the text begins plain. The texts of
 * the spans, joined, are exactly {@link stripAnsi} of the message. No text at all gives no span.
 */
export function parseAnsi(text: string, state: AnsiState = INITIAL_ANSI_STATE): AnsiLine {
  if (!hasControls(text)) return { spans: text === '' ? [] : [{ text, ...state }], state };
  const screen = new AnsiScreen<AnsiState>(INITIAL_ANSI_STATE, text.length);
  const end = draw(text, screen, state);
  return { spans: screen.runs().map(({ text: shown, pen }) => ({ text: shown, ...pen })), state: end };
}

/** The text of a message as it is shown: what filter, search and copy work on. Costs one look where there is nothing to strip. */
export function stripAnsi(text: string): string {
  if (!hasControls(text)) return text;
  let plain = '';
  for (const span of parseAnsi(text).spans) plain += span.text;
  return plain;
}
