/**
 * Objects split by key, with one column per key, and rebuilt when they are read: new objects, deeply equal to the originals, with their keys
 * in the same order. Only plain objects are split; all others are kept as they are.
 */
import type { Column } from './column.js';

/** Rebuilds the object at an index. */
export type ObjectMaker = (index: number) => unknown;

/** How objects are split. */
export interface ObjectFields {
  /** Columns that already exist. */
  readonly ready?: ReadonlyMap<string, Column>;
  /** Creates the column of any other key. For objects without the key it may contain any value. */
  column(key: string, values: readonly unknown[]): Column;
  /** The key whose column is created after all others. */
  readonly last?: string;
  /** Returns a function that rebuilds objects with these keys, if there is a faster way than key by key. */
  maker?(keys: readonly string[], columns: readonly Column[]): ObjectMaker | undefined;
}

/** Keys in order, with the values of each. */
interface Shape {
  readonly keys: readonly string[];
  /** undefined if there is a column already. */
  readonly values: readonly (unknown[] | undefined)[];
}

/** Number of shapes that one byte can distinguish, besides "kept as it is". */
const MOST_SHAPES = 255;
/** Objects with more keys are assumed to be dictionaries, of which no two have the same keys. */
const MOST_KEYS = 64;

class ObjectColumn implements Column {
  constructor(
    private readonly makers: readonly ObjectMaker[],
    private readonly codes: Uint8Array | undefined,
    private readonly kept: ReadonlyMap<number, unknown>,
  ) {}

  at(index: number): unknown {
    const code = this.codes === undefined ? 1 : (this.codes[index] as number);
    return code === 0 ? this.kept.get(index) : (this.makers[code - 1] as ObjectMaker)(index);
  }
}

function oneByOne(keys: readonly string[], columns: readonly Column[]): ObjectMaker {
  return (index) => {
    const made: Record<string, unknown> = {};
    for (let at = 0; at < keys.length; at++) made[keys[at] as string] = (columns[at] as Column).at(index);
    return made;
  };
}

/** Whether an object is like those from JSON. If it is frozen or has symbols, it may matter for more than its fields. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.isExtensible(value) &&
    Object.getOwnPropertySymbols(value).length === 0
  );
}

/** Whether the keys of `value` are `keys`, in this order. */
function hasKeys(value: object, keys: readonly string[]): boolean {
  let at = 0;
  for (const key in value) if (key !== keys[at++]) return false;
  return at === keys.length;
}

/** The keys of an object that may be split; undefined if some are not enumerable, one cannot be set, or there are too many. */
function keysOf(value: object): readonly string[] | undefined {
  const keys = Object.keys(value);
  const { length } = Object.getOwnPropertyNames(value);
  return keys.length === length && length <= MOST_KEYS && !keys.includes('__proto__') ? keys : undefined;
}

const ABSENT = Symbol('absent');

/** Fills missing values with the ones that make the column smallest. */
function withoutHoles(values: unknown[]): unknown[] {
  const first = values.find((value) => value !== ABSENT);
  const filler = typeof first === 'string' ? '' : first;
  for (let at = 0; at < values.length; at++) if (values[at] === ABSENT) values[at] = filler;
  return values;
}

/** A column of objects; undefined if splitting them is not worthwhile. */
export function packObjects(objects: readonly unknown[], fields: ObjectFields): Column | undefined {
  const size = objects.length;
  const collected = new Map<string, unknown[]>();
  const shapes: Shape[] = [];
  const codes = new Uint8Array(size);
  const kept = new Map<number, unknown>();

  function shapeOf(object: object): number {
    const found = shapes.findIndex(({ keys }) => hasKeys(object, keys));
    if (found >= 0) return found + 1;
    const keys = keysOf(object);
    if (keys === undefined) return 0;
    const values = keys.map((key) => {
      if (fields.ready?.has(key)) return undefined;
      const field = collected.get(key) ?? new Array<unknown>(size).fill(ABSENT);
      collected.set(key, field);
      return field;
    });
    return shapes.push({ keys, values });
  }

  let code = 0;
  for (let at = 0; at < size; at++) {
    const object = objects[at];
    if (!isPlain(object)) code = 0;
    else if (code === 0 || !hasKeys(object, (shapes[code - 1] as Shape).keys)) code = shapeOf(object);
    codes[at] = code;
    if (code === 0) {
      kept.set(at, object);
      if (kept.size * 2 > size) return undefined;
      continue;
    }
    if (shapes.length > MOST_SHAPES || collected.size > MOST_KEYS) return undefined;
    const { keys, values } = shapes[code - 1] as Shape;
    for (let key = 0; key < keys.length; key++) {
      const field = values[key];
      if (field) field[at] = (object as Readonly<Record<string, unknown>>)[keys[key] as string];
    }
  }

  const uniform = shapes.length === 1 && kept.size === 0;
  const columns = new Map(fields.ready);
  const { last } = fields;
  for (const key of [...collected.keys()].sort((a, b) => Number(a === last) - Number(b === last))) {
    const values = collected.get(key) as unknown[];
    columns.set(key, fields.column(key, uniform ? values : withoutHoles(values)));
  }
  const makers = shapes.map(({ keys }) => {
    const parts = keys.map((key) => columns.get(key) as Column);
    return fields.maker?.(keys, parts) ?? oneByOne(keys, parts);
  });
  return new ObjectColumn(makers, uniform ? undefined : codes, kept);
}
