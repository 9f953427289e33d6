/** Texts that hold another one each: a raw line is mostly its message with a stamp before it, or a line feed after it. */
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

/** Characters that may follow: the end of a line. Looking further would mean to search. */
const MOST_AFTER = 2;

/** What goes before and after the inner text of each value; undefined where one does not hold it, or it is not most of them. */
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
