/**
 * Which lines contain how many matches, in order. Grows at both ends, shrinks at the front. Running sums make it a binary search to find
 * the line of the n-th match, or the number of matches before a line.
 */
import { firstWhere } from '../lib/first-where.js';

/** How many dropped lines may accumulate at the front of an array before it is copied. */
const SLACK = 4_096;

/** See the file's head. Lines are numbered from 0, the first one held. */
export class MatchCounts {
  /** Lines prepended before the first one appended, newest first; and for each, the number of matches in the lines from it to that one. */
  private front: number[] = [];
  private frontSums: number[] = [];
  /** How many lines of `front` are still held. */
  private ahead = 0;
  /** Lines appended; and for each, the number of matches up to and including it. */
  private seqs: number[] = [];
  private sums: number[] = [];
  /** The last of these sums. */
  private sum = 0;
  /** How many lines of `seqs` were dropped, and how many matches went with them. */
  private dropped = 0;
  private droppedMatches = 0;

  /** Number of lines. */
  get lines(): number {
    return this.ahead + this.seqs.length - this.dropped;
  }

  /** Number of matches. */
  get matches(): number {
    return this.matchesBefore(this.lines);
  }

  /** Adds a line after the last one. */
  append(seq: number, matches: number): void {
    this.seqs.push(seq);
    this.sum += matches;
    this.sums.push(this.sum);
  }

  /** Adds a line before the first one. */
  prepend(seq: number, matches: number): void {
    if (this.ahead < this.front.length) {
      this.front.length = this.ahead;
      this.frontSums.length = this.ahead;
    }
    this.front.push(seq);
    this.frontSums.push((this.frontSums.at(-1) ?? 0) + matches);
    this.ahead += 1;
  }

  /** Drops the lines before `seq`. */
  dropBefore(seq: number): void {
    while (this.ahead > 0 && (this.front[this.ahead - 1] as number) < seq) this.ahead -= 1;
    if (this.ahead > 0) return;
    while (this.dropped < this.seqs.length && (this.seqs[this.dropped] as number) < seq) {
      this.droppedMatches = this.sums[this.dropped] as number;
      this.dropped += 1;
    }
    if (this.dropped <= SLACK || this.dropped < this.seqs.length / 2) return;
    this.seqs = this.seqs.slice(this.dropped);
    this.sums = this.sums.slice(this.dropped);
    this.dropped = 0;
  }

  /** Sequence number of a line; undefined if there is no such line. */
  seq(line: number): number | undefined {
    return line < this.ahead
      ? this.front[this.ahead - 1 - line]
      : this.seqs[this.dropped + line - this.ahead];
  }

  /** Number of matches before a line; for `lines`, of all matches. */
  matchesBefore(line: number): number {
    const { ahead, dropped } = this;
    const inFront = ahead === 0 ? 0 : (this.frontSums[ahead - 1] as number);
    if (line < ahead) return inFront - (this.frontSums[ahead - 1 - line] as number);
    const index = dropped + line - ahead;
    return inFront + (index > dropped ? (this.sums[index - 1] as number) - this.droppedMatches : 0);
  }

  /** The first line at or after `seq`; `lines` if there is none. */
  lineAtOrAfter(seq: number): number {
    return firstWhere(this.lines, (line) => (this.seq(line) as number) >= seq);
  }

  /** The line that contains the match with this index, counted from 0. */
  lineOfMatch(index: number): number {
    return firstWhere(this.lines, (line) => this.matchesBefore(line + 1) > index);
  }

  /** The sequence numbers of all lines, in order. */
  allSeqs(): readonly number[] {
    const later = this.seqs.slice(this.dropped);
    return this.front.slice(0, this.ahead).reverse().concat(later);
  }
}
