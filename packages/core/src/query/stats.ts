/** Counts the lines held by level and label, and the rate at which lines arrive. */
import type { LogLevel } from '../entry.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { createCounted } from './counted.js';
import type { ViewSource } from './view-source.js';

/** Milliseconds over which the rate is averaged. */
const RATE_WINDOW = 5_000;
/** Milliseconds after which the rate is recomputed if no line arrives. */
const RATE_STEP = 1_000;
/** Values counted per label. A label with more identifies lines instead of grouping them. */
const MAX_VALUES = 200;

/** Number of lines for each value of each label: label → value → count. Of a label with more than 200 values none is counted: its map is empty. */
export type Facets = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Counts of the lines held, and the rate at which lines arrive. */
export interface LogStats {
  /** Lines held, without gaps. */
  readonly lines: number;
  readonly gaps: number;
  readonly levels: Readonly<Partial<Record<LogLevel, number>>>;
  /** By `type` or `log_type`. */
  readonly types: Readonly<Record<string, number>>;
  readonly streams: Readonly<Record<string, number>>;
  /** By step, task or service. */
  readonly sources: Readonly<Record<string, number>>;
  /**
   * Lines per second over the last five seconds. Counts only lines that arrived live, not history or lines read later; if the source does
   * not tell them apart, all lines.
   */
  readonly rate: number;
}

/** See {@link createStats}. */
export interface StatsReader {
  /** Returns the same object until something changes. */
  getStats(): LogStats;
  /** Counts by any label. Not a copy: it changes with the lines, so read it again after each change. */
  readonly facets: Facets;
  /** Some of the lines held are not counted yet. */
  readonly pending: boolean;
  /** Calls the listener after every change. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  /** Stops following the source. */
  dispose(): void;
}

type Counts = Record<string, number>;
type Labels = Readonly<Record<string, string>>;

/** Has no prototype, because the value of a label may be `constructor`. */
const noCounts = (): Counts => Object.create(null) as Counts;

/**
 * Counts the lines that `source` holds, by level and label, and the rate at which lines arrive. Each line is read once when it arrives, and once when it
 * leaves; more than 16,384 lines are counted in slices of 8 ms, and `pending` says that some are left.
 */
export function createStats<Raw>(
  source: ViewSource<Raw>,
  { clock = systemClock }: { readonly clock?: Clock } = {},
): StatsReader {
  let levels = noCounts();
  let types = noCounts();
  let streams = noCounts();
  let sources = noCounts();
  let facets = new Map<string, Map<string, number>>();
  /** Those of the last `LogStats`. */
  let told = facets;
  /** Number of lines with a label that turned out to have too many values. Once there is none, its values are counted again. */
  let crowded = new Map<string, number>();
  let lines = 0;
  let gaps = 0;
  let arrivals: { at: number; count: number }[] = [];
  let counted = 0;
  let cancel: (() => void) | undefined;

  function add(counts: Counts, name: string | undefined, by: number): void {
    if (name === undefined) return;
    const next = (counts[name] ?? 0) + by;
    if (next > 0) counts[name] = next;
    else delete counts[name];
  }

  function countLabel(name: string, value: string, by: number): void {
    const values = facets.get(name) ?? new Map<string, number>();
    facets.set(name, values);
    const counts = crowded.has(name) ? crowded : values;
    const key = counts === crowded ? name : value;
    const next = (counts.get(key) ?? 0) + by;
    if (next > 0) counts.set(key, next);
    else counts.delete(key);
    if (values.size > MAX_VALUES) {
      crowded.set(
        name,
        [...values.values()].reduce((sum, one) => sum + one),
      );
      values.clear();
    }
    if (values.size === 0 && !crowded.has(name)) facets.delete(name);
  }

  function countLabels(labels: Labels, by: number): void {
    for (const name in labels) countLabel(name, labels[name] as string, by);
    add(types, labels['type'] ?? labels['log_type'], by);
    add(streams, labels['stream'], by);
    add(sources, labels['step_name'] ?? labels['task_name'] ?? labels['service'], by);
  }

  /** If no line arrives, the rate still falls with time: reports that until it is 0. */
  function updateRateLater(): void {
    cancel?.();
    cancel = clock.schedule(() => {
      cancel = undefined;
      if (rate() > 0) updateRateLater();
      stats.changed();
    }, RATE_STEP);
  }

  function rate(): number {
    const now = clock.now();
    // Those of a time to come are from before the clock was set back.
    arrivals = arrivals.filter(({ at }) => at > now - RATE_WINDOW && at <= now);
    return (arrivals.reduce((sum, arrival) => sum + arrival.count, 0) * 1_000) / RATE_WINDOW;
  }

  const stats = createCounted<Raw, LogStats>(source, clock, {
    reset() {
      facets = new Map();
      crowded = new Map();
      [levels, types, streams, sources] = [noCounts(), noCounts(), noCounts(), noCounts()];
      lines = 0;
      gaps = 0;
    },
    single(item, by) {
      if (item.kind === 'gap') {
        gaps += by;
        return;
      }
      lines += by;
      add(levels, item.level, by);
      countLabels(item.labels, by);
    },
    packed(block, from, to, by) {
      const byLabels = new Map<Labels, number>();
      const byLevel = new Map<LogLevel, number>();
      lines += by * (to - from);
      block.countLevels(from, to, byLevel);
      block.countLabels(from, to, byLabels);
      for (const [labels, times] of byLabels) countLabels(labels, by * times);
      for (const [level, times] of byLevel) add(levels, level, by * times);
    },
    heard(change) {
      const { arrived = counted + change.appended.filter(({ kind }) => kind === 'log').length } =
        source.getSnapshot();
      if (arrived > counted) {
        arrivals.push({ at: clock.now(), count: arrived - counted });
        updateRateLater();
      }
      counted = arrived;
    },
    read() {
      told = facets;
      return {
        lines,
        gaps,
        levels: { ...levels },
        types: { ...types },
        streams: { ...streams },
        sources: { ...sources },
        rate: rate(),
      };
    },
  });
  ({ arrived: counted = 0 } = source.getSnapshot());
  return {
    get facets() {
      return stats.holding ? told : facets;
    },
    get pending() {
      return stats.pending;
    },
    getStats: stats.get,
    subscribe: stats.subscribe,
    dispose() {
      cancel?.();
      stats.dispose();
    },
  };
}
