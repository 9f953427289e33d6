/**
 * One field of many lines, kept together: in a chunk most fields have few values, or are text that costs least joined. What is read
 * from a column is what was put in, objects excepted where their column says so.
 */

/** See the file's head. `index` must be one that a value was given for. */
export interface Column<Value = unknown> {
  at(index: number): Value;
}

/** A column that tells how often it holds what. */
export interface CountedColumn<Value> extends Column<Value> {
  /** Adds how often each value occurs among those from `from` to before `to`. */
  count(from: number, to: number, into: Map<Value, number>): void;
}

function add<Value>(into: Map<Value, number>, value: Value, times: number): void {
  into.set(value, (into.get(value) ?? 0) + times);
}

/** The same value everywhere. */
export class ConstantColumn<Value> implements CountedColumn<Value> {
  constructor(private readonly value: Value) {}

  at(): Value {
    return this.value;
  }

  count(from: number, to: number, into: Map<Value, number>): void {
    add(into, this.value, to - from);
  }
}

/** Few values, a byte a line. */
export class DictionaryColumn<Value> implements CountedColumn<Value> {
  constructor(
    private readonly values: readonly Value[],
    private readonly codes: Uint8Array,
  ) {}

  at(index: number): Value {
    return this.values[this.codes[index] as number] as Value;
  }

  count(from: number, to: number, into: Map<Value, number>): void {
    const { codes, values } = this;
    const times = new Uint32Array(values.length);
    for (let at = from; at < to; at++) (times[codes[at] as number] as number) += 1;
    for (let code = 0; code < times.length; code++)
      if (times[code]) add(into, values[code] as Value, times[code] as number);
  }
}

/** Values as they are. */
export class PlainColumn<Value> implements CountedColumn<Value> {
  constructor(private readonly values: readonly Value[]) {}

  at(index: number): Value {
    return this.values[index] as Value;
  }

  count(from: number, to: number, into: Map<Value, number>): void {
    for (let at = from; at < to; at++) add(into, this.values[at] as Value, 1);
  }
}

/** Different values that a byte can tell apart. */
const MOST_VALUES = 256;
/** Values looked at before a column that repeats nothing is taken to go on so. */
const TRIAL = 64;

/** A column of few values, by content for text and by reference for objects; undefined where there are too many of them. */
export function packFew<Value>(values: readonly Value[]): CountedColumn<Value> | undefined {
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
