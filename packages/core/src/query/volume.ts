/** A histogram of lines over time by level. Each line is counted once. */
import type { LogLevel } from '../entry.js';
import { checkInteger } from '../lib/arguments.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { createCounted } from './counted.js';
import type { ViewSource } from './view-source.js';

/** Default maximum number of bars. */
const BARS = 60;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Possible widths of a bar in milliseconds. Each is a multiple of the previous one, so that bars can be merged without reading the lines again. */
const WIDTHS = [
  100,
  500,
  SECOND,
  5 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  7 * DAY,
  28 * DAY,
  364 * DAY,
];

/** The width for a scale. Beyond the table it grows without limit, because timestamps may be decades apart: a clock that was never set says 1970. */
function widthOf(scale: number): number {
  const widest = WIDTHS.length - 1;
  return scale <= widest ? (WIDTHS[scale] as number) : (WIDTHS[widest] as number) * 10 ** (scale - widest);
}

/** Number of lines by level; levels without lines are absent. */
export type LevelTally = Readonly<Partial<Record<LogLevel, number>>>;

/** One bar of the histogram. */
export interface VolumeBar {
  /** Epoch milliseconds, inclusive. */
  readonly from: number;
  /** Epoch milliseconds, exclusive. */
  readonly to: number;
  readonly lines: number;
  readonly levels: LevelTally;
}

/** A histogram of the lines held. */
export interface LogVolume {
  /** Contiguous bars from the earliest to the latest line; a period without lines has an empty bar. Empty while no line has a time. */
  readonly bars: readonly VolumeBar[];
  /** Width of each bar in milliseconds. */
  readonly width: number;
  /** Number of lines without a time; they are in no bar. */
  readonly untimed: number;
}

/** See {@link createVolume}. */
export interface VolumeReader {
  /** Returns the same object until something changes. */
  getVolume(): LogVolume;
  /** Some of the lines held are not counted yet. */
  readonly pending: boolean;
  /** Calls the listener after every change. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  /** Stops following the source. */
  dispose(): void;
}

interface Bin {
  lines: number;
  readonly levels: Partial<Record<LogLevel, number>>;
}

/**
 * Counts the lines that `source` holds by time and level. `bars` is the maximum number of bars, 2 to 1,000; default 60. The width of a bar adapts to
 * the time range held: it grows by merging bars, and if the range shrinks a lot, the lines are counted again. More than 16,384 lines are counted in
 * slices of 8 ms, and `pending` says that some are left.
 * Throws `invalid-argument` if `bars` is out of range.
 */
export function createVolume<Raw>(
  source: ViewSource<Raw>,
  { bars: most = BARS, clock = systemClock }: { readonly bars?: number; readonly clock?: Clock } = {},
): VolumeReader {
  checkInteger('bars', most, 2, 1_000);
  let bins = new Map<number, Bin>();
  /** The current width, see {@link widthOf}. */
  let scale = 0;
  let first = Infinity;
  let last = -Infinity;
  let untimed = 0;

  const width = (): number => widthOf(scale);
  const fits = (wide: number): boolean => Math.floor(last / wide) - Math.floor(first / wide) < most;

  /** Merges bars until there are no more than allowed. */
  function widen(): void {
    const before = scale;
    while (!fits(width())) scale += 1;
    if (scale === before) return;
    const factor = width() / widthOf(before);
    const joined = new Map<number, Bin>();
    for (const [at, bin] of bins) {
      const into = joined.get(Math.floor(at / factor));
      if (!into) joined.set(Math.floor(at / factor), bin);
      else {
        into.lines += bin.lines;
        for (const level in bin.levels)
          into.levels[level as LogLevel] =
            (into.levels[level as LogLevel] ?? 0) + (bin.levels[level as LogLevel] as number);
      }
    }
    bins = joined;
  }

  function add(time: number | undefined, level: LogLevel): void {
    if (time === undefined) {
      untimed += 1;
      return;
    }
    if (time < first || time > last) {
      first = Math.min(first, time);
      last = Math.max(last, time);
      widen();
    }
    const at = Math.floor(time / width());
    let bin = bins.get(at);
    if (!bin) bins.set(at, (bin = { lines: 0, levels: {} }));
    bin.lines += 1;
    bin.levels[level] = (bin.levels[level] ?? 0) + 1;
  }

  function remove(time: number | undefined, level: LogLevel): void {
    if (time === undefined) {
      untimed -= 1;
      return;
    }
    const at = Math.floor(time / width());
    const bin = bins.get(at);
    if (!bin) return;
    bin.lines -= 1;
    const left = (bin.levels[level] ?? 0) - 1;
    if (left > 0) bin.levels[level] = left;
    else delete bin.levels[level];
    if (bin.lines === 0) bins.delete(at);
  }

  /** Cuts empty bars off both ends of the range, and returns whether narrower bars would now fit. */
  function shrink(): boolean {
    let low = Infinity;
    let high = -Infinity;
    for (const at of bins.keys()) {
      low = Math.min(low, at);
      high = Math.max(high, at);
    }
    first = Math.max(first, low * width());
    last = Math.min(last, (high + 1) * width() - 1);
    if (bins.size === 0) {
      first = Infinity;
      last = -Infinity;
      scale = 0;
    }
    // Only if they fit with room to spare, so that the width does not flip back and forth.
    return (
      scale > 0 &&
      bins.size > 0 &&
      (high - low + 2) * width() < ((most * 3) / 4) * (WIDTHS[scale - 1] as number)
    );
  }

  function read(): LogVolume {
    const bars: VolumeBar[] = [];
    if (bins.size > 0) {
      const wide = width();
      const to = Math.floor(last / wide);
      for (let at = Math.floor(first / wide); at <= to; at++) {
        const bin = bins.get(at);
        bars.push({
          from: at * wide,
          to: (at + 1) * wide,
          lines: bin?.lines ?? 0,
          levels: bin ? { ...bin.levels } : {},
        });
      }
    }
    return { bars, width: width(), untimed };
  }

  const visit = (time: number | undefined, level: LogLevel, by: 1 | -1): void =>
    (by === 1 ? add : remove)(time, level);
  const volume = createCounted<Raw, LogVolume>(source, clock, {
    reset() {
      bins = new Map();
      scale = 0;
      first = Infinity;
      last = -Infinity;
      untimed = 0;
    },
    single(item, by) {
      if (item.kind === 'log') visit(item.time, item.level, by);
    },
    packed(block, from, to, by) {
      for (let at = from; at < to; at++) visit(block.time(at), block.level(at), by);
    },
    settle: (all) => all && shrink(),
    read,
  });
  return {
    getVolume: volume.get,
    get pending() {
      return volume.pending;
    },
    subscribe: volume.subscribe,
    dispose: volume.dispose,
  };
}
