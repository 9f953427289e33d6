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

/** Values that repeat, a byte or two a line. */
export class DictionaryColumn<Value> implements Column<Value> {
  constructor(
    private readonly values: Column<Value>,
    private readonly codes: Uint8Array | Uint16Array,
  ) {}

  at(index: number): Value {
    return this.values.at(this.codes[index] as number);
  }
}

/** Values as they are. */
export class PlainColumn<Value> implements Column<Value> {
  constructor(private readonly values: readonly Value[]) {}

  at(index: number): Value {
    return this.values[index] as Value;
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
): Column<Value> | undefined {
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
  );
}
