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

/** Values that repeat, a byte or two a line. */
export class DictionaryColumn<Value> implements CountedColumn<Value> {
  constructor(
    private readonly values: Column<Value>,
    private readonly codes: Uint8Array | Uint16Array,
    /** How many different ones there are. */
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

/** Values looked at before a column that repeats nothing is taken to go on so. */
const TRIAL = 64;
/** As many values are kept as they are at least: the words of a log, which its readers compare. */
const SHARED = 32;

/**
 * A column of values that repeat, by content for text and by reference for objects; undefined where most are different. Lines of one
 * payload may share it: joined text would hold it as often as it has lines.
 *
 * @param pack Makes the column of the different ones, if there is a better one than they themselves.
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
    // A comparison takes −0 for 0, and so does a map.
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
