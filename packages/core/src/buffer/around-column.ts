/** Texts that each contain another known text: a raw line usually is its message with a timestamp before it, or a line feed after it. */
import type { Column } from './column.js';

/** See the file's head. */
export class AroundColumn implements Column<string> {
  constructor(
    private readonly heads: Column<string>,
    private readonly inner: Column<string>,
    private readonly tails: Column<string>,
  ) {}

  at(index: number): string {
    return this.heads.at(index) + this.inner.at(index) + this.tails.at(index);
  }
}

/** Characters that may follow the inner text: a line end. Allowing more would require a search. */
const MOST_AFTER = 2;

/** The text before and after the inner text of each value; undefined if a value does not contain it, or if it is not most of the values. */
export function splitAround(
  values: readonly unknown[],
  inner: readonly unknown[],
): { readonly heads: readonly string[]; readonly tails: readonly string[] } | undefined {
  const heads: string[] = [];
  const tails: string[] = [];
  let around = 0;
  let length = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    const text = inner[at];
    if (typeof value !== 'string' || typeof text !== 'string') return undefined;
    let head = value.length - text.length;
    const least = Math.max(0, head - MOST_AFTER);
    while (head >= least && !value.startsWith(text, head)) head -= 1;
    if (head < least) return undefined;
    const tail = value.slice(head + text.length);
    heads.push(value.slice(0, head));
    tails.push(tail);
    around += head + tail.length;
    length += value.length;
  }
  return around * 2 < length ? { heads, tails } : undefined;
}
