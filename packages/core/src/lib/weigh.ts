/** How much memory a server's object holds on to. An estimate, made once a line, so it looks no closer than it must. */

/** Bytes an object, an array or a number is taken to hold by itself. */
const NODE = 32;

/** Values looked at; only an object that contains itself has more, for a wire payload is bounded. */
const MOST_VALUES = 1_000_000;

/** Bytes of a value as JSON makes them, text at two bytes a character. Instances of classes count as nothing: they are not ours to walk. */
export function weigh(value: unknown): number {
  if (typeof value === 'string') return value.length * 2;
  if (typeof value !== 'object' || value === null) return 0;
  let bytes = 0;
  let looked = 0;
  // Mostly there is nothing inside, and no list is made: every line is weighed.
  let waiting: object[] | undefined;
  for (let next: object | undefined = value; next && looked < MOST_VALUES; next = waiting?.pop()) {
    bytes += NODE;
    if (!isPlain(next)) continue;
    for (const name in next) {
      looked += 1;
      const part = (next as Readonly<Record<string, unknown>>)[name];
      if (typeof part === 'string') bytes += part.length * 2;
      else if (typeof part === 'object' && part !== null) (waiting ??= []).push(part);
      else bytes += 8;
    }
  }
  return bytes;
}

/** To read a field is less than to ask for a prototype; what has a field of its own with that name is asked. */
function isPlain(value: object): boolean {
  if (value.constructor === Object || Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
