/**
 * Which lines hold how many places, in order: grows at both ends, shrinks at the front. Finds the line of the n-th place and the
 * number of places before a line without going over them.
 */

import { firstWhere } from '../lib/first-where.js';

/** Lines that may lie at the front of an array, gone, before it is copied. */
const SLACK = 4_096;

/** See the file's head. Lines are numbered from the first that is held, 0. */
export class PlaceList {
  /** Lines that came before the first one ever added, the newest first; with each, how many places from there to it. */
  private front: number[] = [];
  private frontSums: number[] = [];
  /** How many of the front are still held. */
  private ahead = 0;
  /** Lines that came after it, and how many places up to and with each. */
  private seqs: number[] = [];
  private sums: number[] = [];
  /** The last of these. */
  private sum = 0;
  /** Of these, lines that are gone, and their places. */
  private gone = 0;
  private gonePlaces = 0;

  /** How many lines. */
  get lines(): number {
    return this.ahead + this.seqs.length - this.gone;
  }

  /** How many places. */
  get places(): number {
    return this.placesBefore(this.lines);
  }

  /** Adds a line after the last. */
  append(seq: number, places: number): void {
    this.seqs.push(seq);
    this.sum += places;
    this.sums.push(this.sum);
  }

  /** Adds a line before the first. */
  prepend(seq: number, places: number): void {
    if (this.ahead < this.front.length) {
      this.front.length = this.ahead;
      this.frontSums.length = this.ahead;
    }
    this.front.push(seq);
    this.frontSums.push((this.frontSums.at(-1) ?? 0) + places);
    this.ahead += 1;
  }

  /** Drops the lines before `seq`. */
  dropBefore(seq: number): void {
    while (this.ahead > 0 && (this.front[this.ahead - 1] as number) < seq) this.ahead -= 1;
    if (this.ahead > 0) return;
    while (this.gone < this.seqs.length && (this.seqs[this.gone] as number) < seq) {
      this.gonePlaces = this.sums[this.gone] as number;
      this.gone += 1;
    }
    if (this.gone <= SLACK || this.gone < this.seqs.length / 2) return;
    this.seqs = this.seqs.slice(this.gone);
    this.sums = this.sums.slice(this.gone);
    this.gone = 0;
  }

  /** Sequence number of a line; undefined where there is none. */
  seq(line: number): number | undefined {
    return line < this.ahead ? this.front[this.ahead - 1 - line] : this.seqs[this.gone + line - this.ahead];
  }

  /** How many places lie before a line, or before the end. */
  placesBefore(line: number): number {
    const { ahead, gone } = this;
    const inFront = ahead === 0 ? 0 : (this.frontSums[ahead - 1] as number);
    if (line < ahead) return inFront - (this.frontSums[ahead - 1 - line] as number);
    const at = gone + line - ahead;
    return inFront + (at > gone ? (this.sums[at - 1] as number) - this.gonePlaces : 0);
  }

  /** The first line at `seq` or after it. */
  lineAtOrAfter(seq: number): number {
    return firstWhere(this.lines, (line) => (this.seq(line) as number) >= seq);
  }

  /** The line that holds the place `index`, counted from 0. */
  lineOfPlace(index: number): number {
    return firstWhere(this.lines, (line) => this.placesBefore(line + 1) > index);
  }

  /** The sequence numbers of all lines, in order. */
  all(): readonly number[] {
    const later = this.seqs.slice(this.gone);
    return this.front.slice(0, this.ahead).reverse().concat(later);
  }
}
