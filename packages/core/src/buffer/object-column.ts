/**
 * Objects taken apart by key, each key a column, and put together again when asked: deeply equal to what was put in, with its keys
 * in their order, but another object. Only plain ones are; anything else is kept as it is.
 */
import type { Column } from './column.js';

/** Keys in their order, with a column each. */
interface Shape {
  readonly keys: readonly string[];
  readonly columns: readonly Column[];
}

/** A shape while its values are being collected. */
interface Taken {
  readonly keys: readonly string[];
  readonly values: readonly unknown[][];
}

/** Makes the column of one key. Where an object has not got it, any value stands for it. */
export type ColumnMaker = (key: string, values: readonly unknown[]) => Column;

/** Shapes that a byte can tell apart, beside "as it is". */
const MOST_SHAPES = 255;
/** Keys after which objects are taken to be dictionaries, of which no two are alike. */
const MOST_KEYS = 64;

class ObjectColumn implements Column {
  constructor(
    private readonly shapes: readonly Shape[],
    private readonly codes: Uint8Array | undefined,
    private readonly kept: ReadonlyMap<number, unknown>,
  ) {}

  at(index: number): unknown {
    const code = this.codes === undefined ? 1 : (this.codes[index] as number);
    if (code === 0) return this.kept.get(index);
    const { keys, columns } = this.shapes[code - 1] as Shape;
    const made: Record<string, unknown> = {};
    for (let at = 0; at < keys.length; at++) made[keys[at] as string] = (columns[at] as Column).at(index);
    return made;
  }
}

/** An object that is all in its own enumerable keys. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.isExtensible(value)
  );
}

/** Whether the keys of `value` are `keys`, in this order. */
function hasKeys(value: object, keys: readonly string[]): boolean {
  let at = 0;
  for (const key in value) if (key !== keys[at++]) return false;
  return at === keys.length;
}

/** Keys of an object that may be taken apart; undefined when it has others, or one that cannot be set. */
function keysOf(value: object): readonly string[] | undefined {
  const keys = Object.keys(value);
  return Reflect.ownKeys(value).length === keys.length && !keys.includes('__proto__') ? keys : undefined;
}

const ABSENT = Symbol('absent');

/** What stands in the place of values that are not there, so that the rest costs as little as it can. */
function withoutHoles(values: unknown[]): unknown[] {
  const first = values.find((value) => value !== ABSENT);
  const filler = typeof first === 'string' ? '' : first;
  for (let at = 0; at < values.length; at++) if (values[at] === ABSENT) values[at] = filler;
  return values;
}

/** A column of objects; undefined where they are not worth taking apart. The column of the key `last` is made after all others. */
export function packObjects(
  objects: readonly unknown[],
  column: ColumnMaker,
  last?: string,
): Column | undefined {
  const size = objects.length;
  const fields = new Map<string, unknown[]>();
  const shapes: Taken[] = [];
  const codes = new Uint8Array(size);
  const kept = new Map<number, unknown>();
  let code = 0;
  for (let at = 0; at < size; at++) {
    const object = objects[at];
    let found = 0;
    if (isPlain(object)) {
      if (code > 0 && hasKeys(object, (shapes[code - 1] as Taken).keys)) found = code;
      else found = 1 + shapes.findIndex(({ keys }) => hasKeys(object, keys));
      if (found === 0) {
        const keys = keysOf(object);
        if (keys) {
          if (shapes.length >= MOST_SHAPES) return undefined;
          const values = keys.map((key) => {
            const field = fields.get(key) ?? new Array<unknown>(size).fill(ABSENT);
            fields.set(key, field);
            return field;
          });
          if (fields.size > MOST_KEYS) return undefined;
          found = shapes.push({ keys, values });
        }
      }
    }
    codes[at] = found;
    if (found === 0) {
      kept.set(at, object);
      if (kept.size * 2 > size) return undefined;
      continue;
    }
    code = found;
    const { keys, values } = shapes[found - 1] as Taken;
    const parts = object as Readonly<Record<string, unknown>>;
    for (let key = 0; key < keys.length; key++) (values[key] as unknown[])[at] = parts[keys[key] as string];
  }
  const ordered = [...fields].sort(([a], [b]) => Number(a === last) - Number(b === last));
  const columns = new Map<unknown[], Column>();
  for (const [key, values] of ordered) columns.set(values, column(key, withoutHoles(values)));
  const packed = shapes.map(({ keys, values }): Shape => ({
    keys,
    columns: values.map((field) => columns.get(field) as Column),
  }));
  return new ObjectColumn(packed, packed.length === 1 && kept.size === 0 ? undefined : codes, kept);
}
