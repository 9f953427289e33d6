/**
 * Messages in one string, each followed by a line feed, so that one scan finds all occurrences of a term. Messages with a
 * line feed or another control character are kept apart, and so are those with characters beyond Latin-1, which would double the size of all others.
 */
import { firstAtOrAfter } from '../lib/first-where.js';
import type { Column } from './column.js';
import { ownCopy } from './own-copy.js';
import { packColumn } from './pack-column.js';

/** A tab is the only control character allowed in plain text, so that nearly every log without colours is plain. */
const NOT_PLAIN = /[^\t\x20-\x7e\xa0-\xff]/;
/** What a terminal code begins with: ESC, or its 8-bit form. */
const CODE = /[\x1b\x9b]/;
const BEYOND_LATIN_1 = /[^\x00-\xff]/;

/** See the file's head. */
export class TextColumn implements Column<string> {
  readonly text: string;
  /** Where the message of each index starts in `text`. */
  readonly starts: Uint32Array;
  /** Indexes of the messages kept apart, ascending. */
  readonly apart: readonly number[];
  /** Those of `apart` with a terminal code. */
  readonly coded: readonly number[];
  private readonly apartTexts: Column<string>;

  constructor(messages: readonly string[]) {
    const size = messages.length;
    const plain = new Array<string>(size + 1);
    const starts = new Uint32Array(size);
    const apart: number[] = [];
    let start = 0;
    for (let at = 0; at < size; at++) {
      const message = messages[at] as string;
      const isApart = NOT_PLAIN.test(message);
      if (isApart) apart.push(at);
      plain[at] = isApart ? '' : message;
      starts[at] = start;
      start += (plain[at] as string).length + 1;
    }
    plain[size] = '';
    // Joining makes one flat string; adding pieces would make a tree of them.
    const text = plain.join('\n');
    // A wide character somewhere: the pieces of its payload are wide, too.
    this.text = apart.some((at) => BEYOND_LATIN_1.test(messages[at] as string)) ? ownCopy(text) : text;
    this.starts = starts;
    const coded = apart.filter((at) => CODE.test(messages[at] as string));
    this.apart = apart;
    // Mostly all of them, or none: then there is only one list.
    this.coded = coded.length < apart.length ? coded : apart;
    this.apartTexts = packColumn(apart.map((at) => messages[at])) as Column<string>;
  }

  at(index: number): string {
    const start = this.starts[index] as number;
    const end = this.endOf(index);
    if (start === end) return this.apartAt(index) ?? '';
    return this.text.slice(start, end);
  }

  /** Number of characters in a message. */
  lengthAt(index: number): number {
    const length = this.endOf(index) - (this.starts[index] as number);
    return length === 0 ? (this.apartAt(index)?.length ?? 0) : length;
  }

  private endOf(index: number): number {
    return (this.starts[index + 1] ?? this.text.length) - 1;
  }

  private apartAt(index: number): string | undefined {
    const at = firstAtOrAfter(this.apart, index);
    return this.apart[at] === index ? this.apartTexts.at(at) : undefined;
  }
}
