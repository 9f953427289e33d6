/** Sequence numbers of lines, ascending. Grows at both ends and shrinks at the front. Elements never change, so that snapshots share its arrays. */
import { firstWhere } from '../lib/first-where.js';

/** How many dropped numbers may accumulate in an array before it is copied. */
const SLACK = 4_096;

/** See the file's head. */
export class SeqList {
  /** Prepended numbers in reverse order, so that prepending is a push. The first `ahead` of them are still held. */
  private front: number[] = [];
  protected ahead = 0;
  /** Appended numbers. Those from `start` to before `end` are still held. */
  protected seqs: number[] = [];
  protected start = 0;
  private end = 0;

  get length(): number {
    return this.ahead + this.end - this.start;
  }

  /** The number at an index; undefined if there is none. */
  at(index: number): number | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const { ahead } = this;
    return index < ahead ? this.front[ahead - 1 - index] : this.seqs[this.start + index - ahead];
  }

  /** Index of the first number that is at least `seq`; `length` if there is none. */
  indexAtOrAfter(seq: number): number {
    return firstWhere(this.length, (index) => (this.at(index) as number) >= seq);
  }

  /** Adds a number after the last one. */
  append(seq: number): void {
    this.seqs.push(seq);
    this.end += 1;
  }

  /** Adds a number before the first one. */
  prepend(seq: number): void {
    // Snapshots still read the numbers dropped from this array, so they must not be overwritten.
    if (this.ahead < this.front.length) this.front = this.front.slice(0, this.ahead);
    this.front.push(seq);
    this.ahead += 1;
  }

  /** Drops the numbers before `seq`, and returns how many. */
  dropBefore(seq: number): number {
    const before = this.length;
    while (this.ahead > 0 && (this.front[this.ahead - 1] as number) < seq) this.ahead -= 1;
    if (this.ahead === 0)
      while (this.start < this.end && (this.seqs[this.start] as number) < seq) this.start += 1;
    const dropped = before - this.length;
    if (this.front.length - this.ahead > SLACK && this.front.length > this.ahead * 2)
      this.front = this.front.slice(0, this.ahead);
    if (this.start > SLACK && this.start > this.end / 2) {
      this.seqs = this.seqs.slice(this.start);
      this.end -= this.start;
      this.start = 0;
    }
    return dropped;
  }

  /** The list as it is now. */
  snapshot(): SeqList {
    return Object.assign(new SeqList(), this);
  }

  /** All numbers, in order. */
  all(): readonly number[] {
    return this.front.slice(0, this.ahead).reverse().concat(this.seqs.slice(this.start, this.end));
  }
}
