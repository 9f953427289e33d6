/** The packed lines of a chunk as a view sees them: the first ones may be evicted, and the last ones newer than the view. */
import type { LogLevel } from '../entry.js';
import type { LineBlock } from './log-view.js';
import type { PackedLines } from './packed-lines.js';

/** See the file's head. */
export class PackedBlock implements LineBlock {
  constructor(
    private readonly lines: PackedLines,
    readonly base: number,
    readonly from: number,
    readonly to: number,
  ) {}

  get firstSeq(): number {
    return this.lines.firstSeq;
  }

  get step(): number {
    return this.lines.step;
  }

  get text(): string {
    return this.lines.messages.text;
  }

  get starts(): Uint32Array {
    return this.lines.messages.starts;
  }

  get apart(): readonly number[] {
    return this.lines.messages.apart;
  }

  get coded(): readonly number[] {
    return this.lines.messages.coded;
  }

  message(index: number): string {
    return this.lines.messages.at(index);
  }

  level(index: number): LogLevel {
    return this.lines.levels.at(index);
  }

  time(index: number): number | undefined {
    return this.lines.times.at(index);
  }

  labels(index: number): Readonly<Record<string, string>> {
    return this.lines.labels.at(index);
  }

  countLevels(from: number, to: number, into: Map<LogLevel, number>): void {
    this.lines.levels.count(from, to, into);
  }

  countLabels(from: number, to: number, into: Map<Readonly<Record<string, string>>, number>): void {
    this.lines.labels.count(from, to, into);
  }
}
