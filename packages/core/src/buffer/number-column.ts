/** Numbers at the smallest width that preserves each of them exactly. */
import { ConstantColumn, packFew, PlainColumn, type Column } from './column.js';

type Numbers = Uint8Array | Uint16Array | Uint32Array;

class NumberColumn implements Column<number> {
  constructor(
    private readonly numbers: Numbers,
    private readonly least: number,
  ) {}

  at(index: number): number {
    return this.least + (this.numbers[index] as number);
  }
}

/** A column of numbers; undefined if a value is not a number. */
export function packNumbers(values: readonly unknown[]): Column<number> | undefined {
  let least = Infinity;
  let most = -Infinity;
  let whole = true;
  if (values.length === 0) return undefined;
  for (const value of values) {
    if (typeof value !== 'number') return undefined;
    whole &&= Number.isSafeInteger(value) && !Object.is(value, -0);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const numbers = values as readonly number[];
  const range = most - least;
  if (!whole || range > 0xffff_ffff) return packFew(numbers) ?? new PlainColumn(Float64Array.from(numbers));
  if (range === 0) return new ConstantColumn(least);
  const size = numbers.length;
  const packed =
    range <= 0xff ? new Uint8Array(size) : range <= 0xffff ? new Uint16Array(size) : new Uint32Array(size);
  for (let at = 0; at < size; at++) packed[at] = (numbers[at] as number) - least;
  return new NumberColumn(packed, least);
}
