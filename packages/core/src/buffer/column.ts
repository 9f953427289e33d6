/**
 * One field of many lines, stored together: in a chunk most fields have few distinct values, or are text that is smallest when joined. Values read
 * from a column are identical to those put in, except for objects, if their column says so.
 */

/** See the file's head. `index` must be within the values given. */
export interface Column<Value = unknown> {
  at(index: number): Value;
}

/** A column that can count its values. */
export interface CountedColumn<Value> extends Column<Value> {
  /** Adds to `into` how often each value occurs from index `from` to before `to`. */
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

/** Values that repeat, at one or two bytes per line. */
export class DictionaryColumn<Value> implements CountedColumn<Value> {
  constructor(
    private readonly values: Column<Value>,
    private readonly codes: Uint8Array | Uint16Array,
    /** Number of distinct values. */
    private readonly size: number,
  ) {}

  at(index: number): Value {
    return this.values.at(this.codes[index] as number);
  }

  count(from: number, to: number, into: Map<Value, number>): void {
    const { codes, values } = this;
    const times = new Uint32Array(this.size);
    for (let at = from; at < to; at++) (times[codes[at] as number] as number) += 1;
    for (const [code, number] of times.entries()) if (number > 0) add(into, values.at(code), number);
  }
}

/** Values in a plain array, or a typed one. */
export class PlainColumn<Value> implements CountedColumn<Value> {
  constructor(private readonly values: ArrayLike<Value>) {}

  at(index: number): Value {
    return this.values[index] as Value;
  }

  count(from: number, to: number, into: Map<Value, number>): void {
    for (let at = from; at < to; at++) add(into, this.values[at] as Value, 1);
  }
}

/** Number of values after which a column without repeats is assumed to have none. */
const TRIAL = 64;
/** Up to this many distinct values are kept as they are: the words of a log, which its readers compare. */
const SHARED = 32;

/**
 * A column of values that repeat, compared by content for text and by reference for objects; undefined if most are distinct. This also serves
 * lines that share one payload, which joined text would store once per line.
 *
 * @param pack Creates the column for the distinct values, if there is a better one than a plain array.
 */
export function packFew<Value>(
  values: readonly Value[],
  pack?: (distinct: readonly Value[]) => Column<Value> | undefined,
): CountedColumn<Value> | undefined {
  const most = Math.min(0xffff, Math.max(TRIAL, values.length / 2));
  const known = new Map<Value, number>();
  const codes = new Uint16Array(values.length);
  let last: Value | undefined;
  let code = -1;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as Value;
    // Comparison and Map treat −0 and 0 as equal.
    if (Object.is(value, -0)) return undefined;
    if (value !== last || code < 0) {
      const found = known.get(value);
      if (found === undefined) {
        if (known.size >= most || (at === TRIAL && known.size >= TRIAL)) return undefined;
        code = known.size;
        known.set(value, code);
      } else code = found;
      last = value;
    }
    codes[at] = code;
  }
  const distinct = [...known.keys()];
  if (distinct.length === 1) return new ConstantColumn(distinct[0] as Value);
  return new DictionaryColumn(
    (distinct.length > SHARED ? pack?.(distinct) : undefined) ?? new PlainColumn(distinct),
    distinct.length <= 0x100 ? new Uint8Array(codes) : codes,
    distinct.length,
  );
}
