/** A stream on a stage: in memory, and in whatever state a story or a test puts it. Tells its changes at once. */
import {
  EMPTY_LEDGER,
  type BufferChange,
  type LogEntry,
  type LogGap,
  type LogItem,
  type LogLine,
  type LogStream,
  type LogStreamEvents,
  type LogStreamSnapshot,
  type LogView,
} from '@tailrace/core';

type Listeners = { [E in keyof LogStreamEvents]: Set<LogStreamEvents[E]> };
type Observer = (change: BufferChange, view: LogView) => void;

/** What the stage can do. */
export interface StagedStream extends LogStream {
  /** Adds lines at the end; what no longer fits goes at the front. */
  append(lines: readonly LogLine[]): void;
  appendGap(gap: Omit<LogGap, 'kind' | 'seq'>): void;
  /** Adds older lines before the first. */
  prepend(lines: readonly LogLine[]): void;
  /** Puts lines into the place of a gap. */
  fillGap(seq: number, lines: readonly LogLine[]): void;
  /** Changes anything else of the snapshot. */
  stage(state: Partial<LogStreamSnapshot>): void;
  /** Listeners of any kind. */
  readonly listeners: number;
  /** Calls of `connect()`, `disconnect()` and so on, in order. */
  readonly calls: readonly string[];
}

class SortedView implements LogView {
  constructor(private readonly items: readonly LogItem[]) {}
  get length(): number {
    return this.items.length;
  }
  at(row: number): LogItem | undefined {
    return this.items[row];
  }
  rowOf(seq: number): number {
    const row = this.rowAtOrAfter(seq);
    return this.items[row]?.seq === seq ? row : -1;
  }
  rowAtOrAfter(seq: number): number {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.items[middle] as LogItem).seq < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  slice(from?: number, to?: number): readonly LogItem[] {
    return this.items.slice(from, to);
  }
  [Symbol.iterator](): Iterator<LogItem> {
    return this.items[Symbol.iterator]();
  }
}

function entryOf(line: LogLine, seq: number): LogEntry {
  const { level = 'info', labels = {}, ...rest } = line;
  const time = line.timestamp === undefined ? {} : { time: Date.parse(line.timestamp) };
  return { kind: 'log', seq, ...rest, ...time, level, labels, raw: line };
}

/** Makes a stream with `capacity` lines of room. */
export function stageStream(lines: readonly LogLine[] = [], capacity = Infinity): StagedStream {
  const observers = new Set<Observer>();
  const subscribers = new Set<() => void>();
  const listeners: Listeners = {
    entries: new Set(),
    filled: new Set(),
    gap: new Set(),
    status: new Set(),
    progress: new Set(),
    error: new Set(),
  };
  const calls: string[] = [];
  let nextSeq = 0;
  let items: readonly LogItem[] = [];
  let earlier: Partial<LogStreamSnapshot> = {};
  let state = snapshotOf((earlier = { status: 'live', history: 'unavailable', transport: 'websocket' }));

  function snapshotOf(change: Partial<LogStreamSnapshot>): LogStreamSnapshot {
    const base = {
      status: 'live',
      error: undefined,
      ledger: EMPTY_LEDGER,
      progress: undefined,
      retry: undefined,
    } as const;
    const rest = { transport: undefined, history: 'unknown', outcome: undefined } as const;
    const ledger = {
      ...EMPTY_LEDGER,
      received: nextSeq,
      stored: nextSeq,
      gaps: items.filter((item) => item.kind === 'gap').length,
    };
    const arrived = nextSeq;
    return { ...base, ...rest, ...earlier, ledger, arrived, ...change, items, view: new SortedView(items) };
  }

  function tell(change: Partial<BufferChange> | undefined, next: Partial<LogStreamSnapshot> = {}): void {
    earlier = { ...earlier, ...next };
    state = snapshotOf(next);
    const full = { appended: [], prepended: [], evicted: 0, replaced: false, cleared: false, ...change };
    if (change) for (const observer of [...observers]) observer(full, state.view);
    for (const subscriber of [...subscribers]) subscriber();
  }

  function add(added: readonly LogItem[]): void {
    const evicted = Math.max(0, items.length + added.length - capacity);
    const known = items.length;
    items = [...items, ...added].slice(evicted);
    tell({ appended: added.slice(Math.max(0, evicted - known)), evicted: Math.min(known, evicted) });
  }

  const stream: StagedStream = {
    backend: 'stage',
    title: 'job run 4127',
    canFill: true,
    append(added) {
      const entries = added.map((line, index) => entryOf(line, nextSeq + index));
      nextSeq += entries.length;
      for (const listener of listeners.entries) listener(entries);
      add(entries);
    },
    appendGap(init) {
      const gap: LogGap = { kind: 'gap', seq: nextSeq, ...init };
      nextSeq += Math.max(1, init.missing ?? 1);
      for (const listener of listeners.gap) listener(gap);
      add([gap]);
    },
    prepend(added) {
      const first = items[0]?.seq ?? nextSeq;
      const entries = added.map((line, index) => entryOf(line, first - added.length + index));
      items = [...entries, ...items];
      tell({ prepended: entries });
    },
    fillGap(seq, filling) {
      const entries = filling.map((line, index) => entryOf(line, seq + index));
      items = items.flatMap((item) => (item.seq === seq ? entries : [item]));
      for (const listener of listeners.filled) listener(entries);
      tell({ replaced: true });
    },
    stage: (change) => tell(undefined, change),
    get listeners() {
      return [observers, subscribers, ...Object.values(listeners)].reduce((sum, set) => sum + set.size, 0);
    },
    calls,
    connect() {
      calls.push('connect');
      if (state.status === 'idle' || state.status === 'closed' || state.status === 'failed')
        tell(undefined, { status: 'live', error: undefined });
    },
    disconnect() {
      calls.push('disconnect');
      tell(undefined, { status: 'closed' });
    },
    retryNow: () => void calls.push('retryNow'),
    pause: () => tell(undefined, { status: 'paused' }),
    resume: () => tell(undefined, { status: 'live' }),
    clear() {
      items = [];
      tell({ replaced: true, cleared: true });
    },
    dispose: () => void calls.push('dispose'),
    loadOlder: () => {
      calls.push('loadOlder');
      return Promise.resolve(0);
    },
    fill: () => {
      calls.push('fill');
      return Promise.resolve(0);
    },
    subscribe(listener) {
      subscribers.add(listener);
      return () => subscribers.delete(listener);
    },
    getSnapshot: () => state,
    flush: () => undefined,
    resumeToken: () => undefined,
    on(event, listener) {
      const set: Set<typeof listener> = listeners[event];
      set.add(listener);
      return () => set.delete(listener);
    },
    observe(observer) {
      observers.add(observer);
      return () => observers.delete(observer);
    },
    async *[Symbol.asyncIterator]() {
      yield* items;
    },
  };
  stream.append(lines);
  return stream;
}
