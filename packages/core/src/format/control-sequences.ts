/**
 * Splits a line into text and the control sequences in it, after ECMA-48 and xterm's practice: CSI, OSC, other strings
 * (DCS, SOS, PM, APC), two-byte escapes, C0 and C1 controls. In linear time; an unterminated sequence ends with the line.
 */

/** What stands at one place of a line. */
export type Token =
  | { readonly type: 'text'; readonly text: string }
  /** `ESC [ parameters final`; private ones begin with `?`, `<`, `=` or `>`. */
  | { readonly type: 'csi'; readonly parameters: string; readonly final: string }
  | { readonly type: 'osc'; readonly content: string }
  /** One of `\b`, `\t`, `\r`, `\n`, or another control, which has no effect on a line. */
  | { readonly type: 'control'; readonly char: string };

const ESC = 0x1b;

/** Whether a line holds anything but text and tabs. */
export function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 32 && code !== 9) || (code >= 127 && code < 160)) return true;
  }
  return false;
}

const isControl = (code: number): boolean => code < 32 || (code >= 127 && code < 160);

/** Calls `take` for every token, in order. */
export function tokenize(line: string, take: (token: Token) => void): void {
  let textFrom = 0;
  let at = 0;
  const flush = (): void => {
    if (at > textFrom) take({ type: 'text', text: line.slice(textFrom, at) });
  };
  while (at < line.length) {
    const code = line.charCodeAt(at);
    if (!isControl(code)) {
      at += 1;
      continue;
    }
    flush();
    at = readControl(line, at, code, take);
    textFrom = at;
  }
  flush();
}

/** Reads one control at `at` and answers where the next token begins. */
function readControl(line: string, at: number, code: number, take: (token: Token) => void): number {
  if (code === 0x9b) return readCsi(line, at + 1, take);
  if (code === 0x9d) return readString(line, at + 1, (content) => take({ type: 'osc', content }));
  if (code === 0x90 || code === 0x98 || code === 0x9e || code === 0x9f) return readString(line, at + 1);
  if (code !== ESC) {
    take({ type: 'control', char: line.charAt(at) });
    return at + 1;
  }
  const next = line.charAt(at + 1);
  if (next === '[') return readCsi(line, at + 2, take);
  if (next === ']') return readString(line, at + 2, (content) => take({ type: 'osc', content }));
  if (next !== '' && 'PX^_'.includes(next)) return readString(line, at + 2);
  // Two-byte escapes, with intermediate bytes (as in `ESC ( B`) before the final one.
  let end = at + 1;
  while (end < line.length && inRange(line.charCodeAt(end), 0x20, 0x2f)) end += 1;
  return inRange(line.charCodeAt(end), 0x30, 0x7e) ? end + 1 : end;
}

const inRange = (code: number, from: number, to: number): boolean => code >= from && code <= to;

function readCsi(line: string, from: number, take: (token: Token) => void): number {
  let at = from;
  while (at < line.length && inRange(line.charCodeAt(at), 0x30, 0x3f)) at += 1;
  const parameters = line.slice(from, at);
  const intermediates = at;
  while (at < line.length && inRange(line.charCodeAt(at), 0x20, 0x2f)) at += 1;
  // Anything but a final byte breaks the sequence off; what broke it is read as usual.
  if (!inRange(line.charCodeAt(at), 0x40, 0x7e)) return at;
  if (intermediates === at) take({ type: 'csi', parameters, final: line.charAt(at) });
  return at + 1;
}

/** Reads up to the string terminator (`ESC \`, ST or BEL); answers where the next token begins. */
function readString(line: string, from: number, take?: (content: string) => void): number {
  for (let at = from; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === 0x07 || code === 0x9c) {
      take?.(line.slice(from, at));
      return at + 1;
    }
    if (code === ESC) {
      take?.(line.slice(from, at));
      return line.charAt(at + 1) === '\\' ? at + 2 : at;
    }
  }
  return line.length;
}
