/**
 * One field of many lines, kept together: in a chunk most fields have few values, or are text that costs least joined. What is read
 * from a column is what was put in, objects excepted where their column says so.
 */

/** See the file's head. `index` must be one that a value was given for. */
export interface Column<Value = unknown> {
  at(index: number): Value;
}

/** The same value everywhere. */
export class ConstantColumn<Value> implements Column<Value> {
  constructor(private readonly value: Value) {}

  at(): Value {
    return this.value;
  }
}

/** Few values, a byte a line. */
export class DictionaryColumn<Value> implements Column<Value> {
  constructor(
    private readonly values: readonly Value[],
    private readonly codes: Uint8Array,
  ) {}

  at(index: number): Value {
    return this.values[this.codes[index] as number] as Value;
  }
}

/** Values as they are. */
export class PlainColumn<Value> implements Column<Value> {
  constructor(private readonly values: readonly Value[]) {}

  at(index: number): Value {
    return this.values[index] as Value;
  }
}

/** Different values that a byte can tell apart. */
const MOST_VALUES = 256;
/** Values looked at before a column that repeats nothing is taken to go on so. */
const TRIAL = 64;

/** A column of few values, by content for text and by reference for objects; undefined where there are too many of them. */
export function packFew<Value>(values: readonly Value[]): Column<Value> | undefined {
  const known = new Map<Value, number>();
  const codes = new Uint8Array(values.length);
  let last: Value | undefined;
  let code = -1;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as Value;
    // A comparison takes −0 for 0, and so does a map.
    if (Object.is(value, -0)) return undefined;
    if (value !== last || code < 0) {
      const found = known.get(value);
      if (found === undefined) {
        if (known.size >= MOST_VALUES || (at === TRIAL && known.size >= TRIAL)) return undefined;
        code = known.size;
        known.set(value, code);
      } else code = found;
      last = value;
    }
    codes[at] = code;
  }
  const distinct = [...known.keys()];
  return distinct.length === 1
    ? new ConstantColumn(distinct[0] as Value)
    : new DictionaryColumn(distinct, codes);
}
