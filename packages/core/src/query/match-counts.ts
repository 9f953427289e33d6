/**
 * Which lines contain how many matches, in order. Running sums make it a binary search to find the line of the n-th match, or the number of
 * matches before a line.
 */
import { firstWhere } from '../lib/first-where.js';
import { SeqList } from './seq-list.js';

/** See the file's head. Lines are numbered from 0, the first one held. */
export class MatchCounts extends SeqList {
  /** For each prepended line, the number of matches from it to the last prepended line. */
  private frontSums: number[] = [];
  /** For each appended line, the number of matches in the appended lines before it; and for all of them. */
  private sums: number[] = [];
  private sum = 0;

  /** Number of matches. */
  get matches(): number {
    return this.matchesBefore(this.length);
  }

  override append(seq: number, matches = 0): void {
    super.append(seq);
    this.sums.push(this.sum);
    this.sum += matches;
  }

  override prepend(seq: number, matches = 0): void {
    this.frontSums.length = this.ahead;
    this.frontSums.push((this.frontSums.at(-1) ?? 0) + matches);
    super.prepend(seq);
  }

  override dropBefore(seq: number): number {
    const dropped = super.dropBefore(seq);
    const removed = this.sums.length - this.seqs.length;
    if (removed > 0) this.sums = this.sums.slice(removed);
    return dropped;
  }

  /** Number of matches before a line; for `length`, of all matches. */
  matchesBefore(line: number): number {
    const { ahead, frontSums, start, sum, sums } = this;
    const inFront = ahead === 0 ? 0 : (frontSums[ahead - 1] as number);
    if (line < ahead) return inFront - (frontSums[ahead - 1 - line] as number);
    return inFront + (sums[start + line - ahead] ?? sum) - (sums[start] ?? sum);
  }

  /** The line that contains the match with this index, counted from 0. */
  lineOfMatch(index: number): number {
    return firstWhere(this.length, (line) => this.matchesBefore(line + 1) > index);
  }
}
