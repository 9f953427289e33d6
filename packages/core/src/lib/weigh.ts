/** Estimates how much memory a server's object takes. It runs once per line, so it is fast rather than exact. */

/** Estimated bytes of an object or array without its contents. */
const NODE = 32;

/** How many values are counted at most. Only a cyclic object has more, because a payload is bounded. */
const MAX_VALUES = 1_000_000;

/** Estimated bytes of a JSON value, at two bytes per character. The contents of class instances are not counted. */
export function weigh(value: unknown): number {
  if (typeof value === 'string') return value.length * 2;
  if (typeof value !== 'object' || value === null) return 0;
  let bytes = 0;
  let counted = 0;
  // Created only if there are nested objects, which is rare.
  let waiting: object[] | undefined;
  for (let next: object | undefined = value; next && counted < MAX_VALUES; next = waiting?.pop()) {
    bytes += NODE;
    if (!isPlain(next)) continue;
    for (const name in next) {
      counted += 1;
      const part = (next as Readonly<Record<string, unknown>>)[name];
      if (typeof part === 'string') bytes += part.length * 2;
      else if (typeof part === 'object' && part !== null) (waiting ??= []).push(part);
      else bytes += 8;
    }
  }
  return bytes;
}

/** Checks `constructor` first because it is cheaper than the prototype, which decides if the object has a property of that name. */
function isPlain(value: object): boolean {
  if (value.constructor === Object || Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
