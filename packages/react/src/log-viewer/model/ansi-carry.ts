/**
 * The style a line begins with: a colour that an earlier line set and did not take back goes on, as in a terminal.
 * Each source of lines (step, task, service, stdout or stderr) is a terminal of its own. Every line is looked at once,
 * and only lines with an escape cost more than that look; what is kept is where the style changed. A link ends with its
 * line, though in a terminal it would not: else one line could make a link of every line after it.
 */
import {
  ansiStateAfter,
  type AnsiState,
  type BufferChange,
  type LogEntry,
  type LogItem,
  type LogView,
  type Observable,
} from '@tailrace/core';

/** Looks up the style at the start of a line. */
export interface AnsiCarry {
  /** The state before the line; undefined: a plain start. */
  before(item: LogItem): AnsiState | undefined;
  /** Stops reading. */
  dispose(): void;
}

/** Points at which the state changed, in order. `undefined`: plain again. */
interface Track {
  readonly seqs: number[];
  readonly states: (AnsiState | undefined)[];
}

/** What a sequence begins with: ESC, or its 8-bit form. */
const mayStyle = (message: string): boolean => message.includes('\u001b') || message.includes('\u009b');
const SOURCE_LABELS = ['job_run_id', 'task_run_id', 'task_name', 'step_name', 'service', 'stream'] as const;
/** Points after which a track forgets those before what is held. */
const PRUNE_AT = 10_000;

function trackKey(labels: Readonly<Record<string, string>>): string {
  return SOURCE_LABELS.map((name) => labels[name] ?? '').join('\u0000');
}

/** Index of the last point before `seq`; −1 when there is none. */
function lastBefore(seqs: readonly number[], seq: number): number {
  let low = 0;
  let high = seqs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seqs[middle] as number) < seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Reads a stream; see the file's head. */
export function createAnsiCarry(stream: Observable): AnsiCarry {
  const tracks = new Map<string, Track>();

  function readLine(
    seq: number,
    message: string,
    labels: LogEntry['labels'],
    into: Map<string, Track>,
  ): void {
    if (!mayStyle(message)) return;
    const key = trackKey(labels);
    const track = into.get(key) ?? { seqs: [], states: [] };
    const carried = track.states.at(-1);
    const { style } = ansiStateAfter(message, carried);
    const next = Object.keys(style).length === 0 ? undefined : style === carried?.style ? carried : { style };
    if (next === carried) return;
    into.set(key, track);
    track.seqs.push(seq);
    track.states.push(next);
  }

  function read(items: Iterable<LogItem>, into: Map<string, Track>): void {
    for (const item of items) if (item.kind === 'log') readLine(item.seq, item.message, item.labels, into);
  }

  /** Of packed lines, only those that stand apart can hold an escape. */
  function readView(view: LogView): void {
    for (let row = 0; row < view.length;) {
      const block = view.blockAt?.(row);
      if (block === undefined) {
        read([view.at(row) as LogItem], tracks);
        row += 1;
        continue;
      }
      for (const index of block.apart) {
        const at = block.base + index;
        if (at < block.from || at >= block.to) continue;
        readLine(block.firstSeq + index * block.step, block.message(index), block.labels(index), tracks);
      }
      row = block.to;
    }
  }

  function prepend(items: readonly LogItem[]): void {
    const older = new Map<string, Track>();
    read(items, older);
    for (const [key, { seqs, states }] of older) {
      const newer = tracks.get(key);
      tracks.set(key, {
        seqs: [...seqs, ...(newer?.seqs ?? [])],
        states: [...states, ...(newer?.states ?? [])],
      });
    }
  }

  function prune(view: LogView): void {
    const oldest = view.at(0)?.seq;
    if (oldest === undefined) return;
    for (const track of tracks.values()) {
      if (track.seqs.length < PRUNE_AT) continue;
      const gone = lastBefore(track.seqs, oldest);
      if (gone <= 0) continue;
      track.seqs.splice(0, gone);
      track.states.splice(0, gone);
    }
  }

  function changed(change: BufferChange, view: LogView): void {
    if (change.cleared || change.replaced) tracks.clear();
    if (change.replaced) readView(view);
    if (change.prepended.length > 0) prepend(change.prepended);
    read(change.appended, tracks);
    if (change.evicted > 0) prune(view);
  }

  const dispose = stream.observe(changed);
  readView(stream.getSnapshot().view);

  return {
    before(item) {
      if (tracks.size === 0 || item.kind !== 'log') return undefined;
      const track = tracks.get(trackKey(item.labels));
      return track?.states[lastBefore(track.seqs, item.seq)];
    },
    dispose,
  };
}
