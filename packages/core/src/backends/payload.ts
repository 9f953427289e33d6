/** Splits a payload that may contain one JSON value, a list of values, or one value per line. */
import { parseJson } from '../lib/json.js';

const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;
const RETURN = 13;

/** Whether the first of several lines is a JSON object, so that the payload most likely has one value per line. */
function beginsWithObject(data: string): boolean {
  if (data.charCodeAt(0) !== OPENING_BRACE) return false;
  const newline = data.indexOf('\n');
  if (newline < 0) return false;
  const last = data.charCodeAt(newline - 1) === RETURN ? newline - 2 : newline - 1;
  return data.charCodeAt(last) === CLOSING_BRACE && parseJson(data.slice(0, newline)) !== undefined;
}

/** Stands in for a piece that is not JSON. */
export class NotJson {
  constructor(readonly text: string) {}
}

function jsonOf(text: string): unknown {
  const value = parseJson(text);
  return value === undefined ? new NotJson(text) : value;
}

/** The values of newline-separated JSON. Skips blank lines. */
export function jsonLines(data: string): unknown[] {
  const values: unknown[] = [];
  for (const line of data.split('\n')) {
    const text = line.trim();
    if (text !== '') values.push(jsonOf(text));
  }
  return values;
}

/** The values in a payload. Lists are flattened. */
export function jsonValues(data: string): readonly unknown[] {
  // Checking the first line avoids a failing parse of the whole payload.
  const whole = beginsWithObject(data) ? undefined : parseJson(data);
  if (whole === undefined) return jsonLines(data).flat();
  return Array.isArray(whole) ? whole : [whole];
}
