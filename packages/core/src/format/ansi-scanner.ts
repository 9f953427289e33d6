/**
 * Splits terminal text into visible text and control sequences. A malformed or unterminated sequence ends where its grammar
 * ends, so that it never swallows the text after it. Takes linear time.
 *
 * Control characters without a meaning here (NUL, vertical tab, DEL and so on) count as text, because a log must not hide anything.
 */

/** Receives what the scanner finds, in order. */
export interface AnsiHandler {
  /** Text from index `from` to before `to`. */
  text(from: number, to: number): void;
  /** A carriage return or a backspace. */
  move(code: number): void;
  /** The character of a two-character sequence such as `ESC 7`. */
  escape(final: string): void;
  /** A complete control sequence without intermediate bytes: its final character, and its parameters. */
  control(final: string, parameters: string): void;
  /** The URL of an OSC 8 link; empty at the end of one. */
  link(address: string): void;
}

export const CR = 0x0d;
export const BS = 0x08;
const BEL = 0x07;
const ESC = 0x1b;
const ST = 0x9c;
const CSI = 0x9b;
const OSC = 0x9d;

/** The introducers of strings that end with ST: device control, start of string, privacy message, application command. */
const isString = (code: number): boolean => code === 0x90 || code === 0x98 || code === 0x9e || code === 0x9f;

/** A control character other than tab and line feed. */
const isControl = (code: number): boolean =>
  code < 0x20 ? code !== 0x09 && code !== 0x0a : code >= 0x7f && code <= 0x9f;

/**
 * The characters that control a terminal: BEL, backspace, carriage return, the two shifts, ESC, and the 8-bit introducers and
 * terminator of sequences. As one character class, which engines search for quickly.
 */
const TERMINAL = /[\u0007\u0008\u000d-\u000f\u001b\u0090\u0098\u009b-\u009f]/;

const isTerminal = (code: number): boolean =>
  code < 0x20
    ? code === ESC || (code >= 0x0d && code <= 0x0f) || code === BS || code === BEL
    : code >= 0x90 && code <= 0x9f && (code >= CSI || code === 0x90 || code === 0x98);

/** Whether `text` contains anything but text. */
export function hasTerminalCodes(text: string): boolean {
  return TERMINAL.test(text);
}

/** Scans the whole of `text`. */
export function scanAnsi(text: string, handler: AnsiHandler): void {
  let start = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (!isTerminal(code)) {
      at += 1;
      continue;
    }
    if (at > start) handler.text(start, at);
    if (code === ESC) at = escape(text, at + 1, handler);
    else if (code === CSI) at = controlSequence(text, at + 1, handler);
    else if (code === OSC || isString(code)) at = string(text, at + 1, code, handler);
    else {
      if (code === CR || code === BS) handler.move(code);
      at += 1;
    }
    start = at;
  }
  if (at > start) handler.text(start, at);
}

/** Handles what follows an ESC. Returns where the text continues. */
function escape(text: string, at: number, handler: AnsiHandler): number {
  const code = text.charCodeAt(at);
  // ESC and a character in this range stand for one 8-bit control character. At the end of the text `code` is NaN.
  if (code >= 0x40 && code <= 0x5f) {
    if (code + 0x40 === CSI) return controlSequence(text, at + 1, handler);
    if (code + 0x40 === OSC || isString(code + 0x40)) return string(text, at + 1, code + 0x40, handler);
    return at + 1;
  }
  if (inRange(text, at, 0x30, 0x7e)) {
    handler.escape(text.charAt(at));
    return at + 1;
  }
  let end = at;
  while (inRange(text, end, 0x20, 0x2f)) end += 1; // such as `ESC ( B`, which chooses a character set
  return inRange(text, end, 0x30, 0x7e) ? end + 1 : end;
}

/** Handles parameters, intermediate bytes and a final character. Returns where the text continues. */
function controlSequence(text: string, at: number, handler: AnsiHandler): number {
  let parameters = at;
  while (inRange(text, parameters, 0x30, 0x3f)) parameters += 1;
  let end = parameters;
  while (inRange(text, end, 0x20, 0x2f)) end += 1;
  if (!inRange(text, end, 0x40, 0x7e)) return end;
  if (end === parameters) handler.control(text.charAt(end), text.slice(at, parameters));
  return end + 1;
}

/** Handles a string up to its terminator. If there is none, only the introducer is removed and the string is shown as text. */
function string(text: string, at: number, introducer: number, handler: AnsiHandler): number {
  for (let end = at; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (!isControl(code) && code !== 0x0a) continue;
    const escaped = code === ESC && text.charAt(end + 1) === '\\';
    const terminated = escaped || code === ST || (code === BEL && introducer === OSC);
    if (!terminated) return at;
    if (introducer === OSC) command(text.slice(at, end), handler);
    return end + (escaped ? 2 : 1);
  }
  return at;
}

/** Handles an operating system command; all but links are ignored. */
function command(payload: string, handler: AnsiHandler): void {
  if (!payload.startsWith('8;')) return;
  const address = payload.indexOf(';', 2);
  if (address >= 0) handler.link(payload.slice(address + 1));
}

function inRange(text: string, at: number, low: number, high: number): boolean {
  const code = text.charCodeAt(at);
  return code >= low && code <= high;
}
