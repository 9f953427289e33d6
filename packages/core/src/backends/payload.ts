/** Taking apart a payload that may hold one JSON value, a list of them, or one a line. */
import { parseJson } from '../lib/json.js';

const CLOSING_BRACE = 125;
const RETURN = 13;

/** Whether the line that ends at `newline` ends with a brace. */
function endsObject(data: string, newline: number): boolean {
  const last = data.charCodeAt(newline - 1) === RETURN ? newline - 2 : newline - 1;
  return data.charCodeAt(last) === CLOSING_BRACE;
}

/** Calls `take` for each value of newline-separated JSON, and `bad` for each line that is none. Blank lines are nothing. */
export function eachJsonLine(
  data: string,
  take: (value: unknown) => void,
  bad: (text: string) => void,
): void {
  for (let from = 0; from < data.length;) {
    const newline = data.indexOf('\n', from);
    const end = newline < 0 ? data.length : newline;
    const line = data.slice(from, end).trim();
    from = end + 1;
    if (line === '') continue;
    const value = parseJson(line);
    if (value === undefined) bad(line);
    else take(value);
  }
}

/** Calls `take` for each value in a payload, and `bad` for each piece that is not JSON. */
export function eachJson(data: string, take: (value: unknown) => void, bad: (text: string) => void): void {
  const each = (value: unknown): void => {
    if (!Array.isArray(value)) take(value);
    else for (const item of value) take(item);
  };
  const newline = data.indexOf('\n');
  // A line that ends an object is mostly one of several: looking at that first spares a failing parse of them all.
  const several = newline > 0 && endsObject(data, newline) && parseJson(data.slice(0, newline)) !== undefined;
  const whole = several ? undefined : parseJson(data);
  if (whole === undefined) eachJsonLine(data, each, bad);
  else each(whole);
}
