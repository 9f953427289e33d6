/**
 * Objects taken apart by key, each key a column, and put together again when asked: deeply equal to what was put in, with its keys
 * in their order, but another object. Only plain ones are; anything else is kept as it is.
 */
import type { Column } from './column.js';

/** Puts the object at an index together. */
export type ObjectMaker = (index: number) => unknown;

/** How objects are taken apart. */
export interface ObjectFields {
  /** Columns that are there already. */
  readonly ready?: ReadonlyMap<string, Column>;
  /** Makes the column of any other key. Where an object has not got it, any value stands for it. */
  column(key: string, values: readonly unknown[]): Column;
  /** The key whose column is made after all others. */
  readonly last?: string;
  /** Makes the objects with these keys, if there is a faster way than one by one. */
  maker?(keys: readonly string[], columns: readonly Column[]): ObjectMaker | undefined;
}

/** Keys in their order, with the values of each. */
interface Shape {
  readonly keys: readonly string[];
  /** undefined where a column is there already. */
  readonly values: readonly (unknown[] | undefined)[];
}

/** Shapes that a byte can tell apart, beside "as it is". */
const MOST_SHAPES = 255;
/** Keys after which objects are taken to be dictionaries, of which no two are alike. */
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

/** An object as JSON makes them. What is frozen or bears symbols is more to somebody than its fields. */
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

/** Keys of an object that may be taken apart; undefined when some are hidden, one cannot be set, or they are too many. */
function keysOf(value: object): readonly string[] | undefined {
  const keys = Object.keys(value);
  const { length } = Object.getOwnPropertyNames(value);
  return keys.length === length && length <= MOST_KEYS && !keys.includes('__proto__') ? keys : undefined;
}

const ABSENT = Symbol('absent');

/** What stands in the place of values that are not there, so that the rest costs as little as it can. */
function withoutHoles(values: unknown[]): unknown[] {
  const first = values.find((value) => value !== ABSENT);
  const filler = typeof first === 'string' ? '' : first;
  for (let at = 0; at < values.length; at++) if (values[at] === ABSENT) values[at] = filler;
  return values;
}

/** A column of objects; undefined where they are not worth taking apart. */
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
