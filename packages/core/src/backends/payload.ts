/** Taking apart a payload that may hold one JSON value, a list of them, or one a line. */
import { parseJson } from '../lib/json.js';

const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;
const RETURN = 13;

/** Whether a payload begins with a line that is an object, so that it is mostly one of several. */
function beginsWithObject(data: string): boolean {
  if (data.charCodeAt(0) !== OPENING_BRACE) return false;
  const newline = data.indexOf('\n');
  if (newline < 0) return false;
  const last = data.charCodeAt(newline - 1) === RETURN ? newline - 2 : newline - 1;
  return data.charCodeAt(last) === CLOSING_BRACE && parseJson(data.slice(0, newline)) !== undefined;
}

/** Stands among the values for a piece that is none. */
export class NotJson {
  constructor(readonly text: string) {}
}

function jsonOf(text: string): unknown {
  const value = parseJson(text);
  return value === undefined ? new NotJson(text) : value;
}

/** Values of newline-separated JSON. Blank lines are nothing. */
export function jsonLines(data: string): unknown[] {
  const values: unknown[] = [];
  for (let from = 0; from < data.length;) {
    const newline = data.indexOf('\n', from);
    const end = newline < 0 ? data.length : newline;
    const line = data.slice(from, end).trim();
    from = end + 1;
    if (line !== '') values.push(jsonOf(line));
  }
  return values;
}

/** Values in a payload: lists are taken apart. */
export function jsonValues(data: string): readonly unknown[] {
  // To look at the first line spares a failing parse of them all.
  const whole = beginsWithObject(data) ? undefined : parseJson(data);
  if (whole === undefined) return jsonLines(data).flat();
  return Array.isArray(whole) ? whole : [whole];
}
