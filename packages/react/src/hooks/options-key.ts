/** Tells option objects apart by what is in them, so that a new object with the same content changes nothing. */
const identities = new WeakMap<object, number>();
let count = 0;

/** The same number for the same object, and another for any other. */
export function identityOf(value: object): number {
  const known = identities.get(value);
  if (known !== undefined) return known;
  count += 1;
  identities.set(value, count);
  return count;
}

/** Equal for options that are equal: by value, and by identity for signals, clocks and classes. Functions that are made anew in each render (`fetch`, `random`) do not count. */
export function optionsKey(options: object): string {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined && typeof value !== 'function')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]: [string, unknown]) => {
      const plain =
        typeof value !== 'object' || value === null || Object.getPrototypeOf(value) === Object.prototype;
      return `${name}=${plain ? JSON.stringify(value) : `#${identityOf(value)}`}`;
    })
    .join('&');
}
