/** A stream that is driven by hand, and beside it in plain words what it has delivered and still holds. */
import type { LogStream } from '@tailrace/core';
import type { MadeLine } from './random-lines.js';
import { stageStream, type StagedStream } from './staged-stream.js';

/** A line or a gap of the log, with its place in it. */
export type Item =
  | { readonly kind: 'line'; readonly seq: number; readonly made: MadeLine }
  | { readonly kind: 'gap'; readonly seq: number; readonly missing: number | undefined };

/** What a test does with it, and what it must then see. */
export interface DrivenLog {
  readonly stream: LogStream;
  /** What the buffer let go, in order. */
  readonly gone: readonly Item[];
  /** What is held, in order. */
  readonly held: readonly Item[];
  /** How many lines can be held. */
  readonly capacity: number;
  append(lines: readonly MadeLine[]): void;
  appendGap(missing: number | undefined): void;
  /** Fills a gap with as many lines as are missing, where they are known and have room. */
  fill(seq: number, lines: readonly MadeLine[]): void;
  /** Adds older lines, where they have room and nothing was let go. False: they have none. */
  prepend(lines: readonly MadeLine[]): boolean;
  clear(): void;
}

/** Makes one that holds so many items. */
export function driveLog(capacity: number): DrivenLog {
  const stream: StagedStream = stageStream([], capacity);
  let gone: readonly Item[] = [];
  let held: readonly Item[] = [];
  let next = 0;
  let cleared = false;
  const add = (items: readonly Item[]): void => {
    const all = [...held, ...items];
    const evicted = Math.max(0, all.length - capacity);
    gone = [...gone, ...all.slice(0, evicted)];
    held = all.slice(evicted);
  };
  const numbered = (lines: readonly MadeLine[], from: number): readonly Item[] =>
    lines.map((made, index) => ({ kind: 'line', seq: from + index, made }));

  return {
    stream,
    capacity,
    get gone() {
      return gone;
    },
    get held() {
      return held;
    },
    append(lines) {
      add(numbered(lines, next));
      next += lines.length;
      stream.append(lines.map(({ line }) => line));
    },
    appendGap(missing) {
      add([{ kind: 'gap', seq: next, missing }]);
      next += Math.max(1, missing ?? 1);
      stream.appendGap({ reason: 'outage', ...(missing === undefined ? {} : { missing }) });
    },
    fill(seq, lines) {
      held = held.flatMap((item) => (item.seq === seq ? numbered(lines, seq) : [item]));
      stream.fillGap(
        seq,
        lines.map(({ line }) => line),
      );
    },
    prepend(lines) {
      const first = held[0];
      if (cleared || !first || gone.length > 0 || held.length + lines.length > capacity) return false;
      held = [...numbered(lines, first.seq - lines.length), ...held];
      stream.prepend(lines.map(({ line }) => line));
      return true;
    },
    clear() {
      held = gone = [];
      cleared = true;
    },
  };
}
