/** Writing JSON of what a server sent: nesting that is too deep for the engine is cut, not thrown. */

/** Levels that are kept of what is too deep to be written whole. */
const DEPTH = 64;

/** JSON of a value. Where it is nested too deeply to be written, its depths are `"…"`. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return JSON.stringify(cut(value, DEPTH));
  }
}

function cut(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map((part) => cut(part, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, cut(part, depth - 1)]));
}
