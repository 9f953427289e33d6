/** Keys that compare option objects by content, so that a new object with the same content changes nothing. */
const identities = new WeakMap<object, number>();
let count = 0;

/** A number that is unique to an object. */
export function identityOf(value: object): number {
  const known = identities.get(value);
  if (known !== undefined) return known;
  count += 1;
  identities.set(value, count);
  return count;
}

/** A key that is the same for equal options: by value, or by identity for signals, clocks and classes. Functions (`fetch`, `random`) are ignored, because components create them in each render. */
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
