/** Serialises values from a server as JSON, even if they are nested so deeply that `JSON.stringify` overflows the stack. */

/** A value with more levels is not indented: there would be more indentation than text. */
const MAX_INDENTED = 100;

/**
 * Serialises a value as JSON, with `indent` spaces per level (default 0: one line). Never throws: any nesting depth works, a circular
 * reference becomes `"…"`, a BigInt its digits, and a value that JSON does not have (a function, undefined) `null`.
 */
export function jsonText(value: unknown, indent = 0): string {
  try {
    const text = JSON.stringify(value) ?? 'null';
    return indent > 0 && !isDeep(value) ? (JSON.stringify(value, null, indent) ?? text) : text;
  } catch {
    return writeDeep(value);
  }
}

/** Whether a value without cycles has too many levels to be indented. */
function isDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth < MAX_INDENTED && level.length > 0; depth++)
    level = level.flatMap((each): unknown[] =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
  return level.length > 0;
}

/** An object or array that is being written. */
interface Open {
  readonly value: object;
  readonly names: readonly string[] | undefined;
  readonly parts: readonly unknown[];
  next: number;
}

/** Like `JSON.stringify`, with an explicit stack. */
function writeDeep(root: unknown): string {
  const stack: Open[] = [];
  const around = new Set<object>();
  let text = '';

  const write = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) text += scalar(value);
    else if (around.has(value)) text += '"…"';
    else {
      const names = Array.isArray(value)
        ? undefined
        : Object.keys(value).filter((name) => isWritten(value, name));
      const parts = names
        ? names.map((name) => (value as Record<string, unknown>)[name])
        : (value as unknown[]);
      around.add(value);
      stack.push({ value, names, parts, next: 0 });
      text += names ? '{' : '[';
    }
  };

  write(root);
  for (let open = stack.at(-1); open; open = stack.at(-1)) {
    if (open.next === open.parts.length) {
      text += open.names ? '}' : ']';
      around.delete(open.value);
      stack.pop();
      continue;
    }
    const at = open.next;
    open.next += 1;
    if (at > 0) text += ',';
    if (open.names) text += `${JSON.stringify(open.names[at])}:`;
    write(open.parts[at]);
  }
  return text;
}

function isWritten(value: object, name: string): boolean {
  const part = (value as Record<string, unknown>)[name];
  return part !== undefined && typeof part !== 'function' && typeof part !== 'symbol';
}

function scalar(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'null');
}
