/**
 * Merges many changes into one notification per frame, and keeps the snapshot that listeners compare. A change after a pause is
 * announced as soon as the current task is over; further changes wait until the interval is over, or until a listener draws.
 */
import { changeBetween, type BufferView } from '../buffer/buffer-view.js';
import type { BufferChange, LogView } from '../buffer/log-view.js';
import type { Clock } from '../lib/clock.js';
import { createEmitter } from '../lib/emitter.js';

export interface NotifierParts<Raw, Snapshot> {
  readonly clock: Clock;
  /** Milliseconds. */
  readonly interval: number;
  /** The view to show now; a paused stream returns the one it showed last. */
  view(shown: BufferView<Raw> | undefined): BufferView<Raw>;
  make(view: BufferView<Raw>): Snapshot;
}

/** See the file's head. */
export interface Notifier<Raw, Snapshot> {
  /** The snapshot of the last notification; without listeners it is updated when it is read. */
  readonly snapshot: Snapshot;
  /** Something changed. */
  touch(): void;
  /** Notifies everybody now. */
  flush(): void;
  /** A listener is about to draw: notifies now, unless that happened less than half an interval ago. */
  pull(): void;
  subscribe(listener: () => void): () => void;
  observe(observer: (change: BufferChange<Raw>, view: LogView<Raw>) => void): () => void;
  /** Removes all listeners. */
  clear(): void;
}

export function createNotifier<Raw, Snapshot>({
  clock,
  interval,
  view,
  make,
}: NotifierParts<Raw, Snapshot>): Notifier<Raw, Snapshot> {
  const events = createEmitter<{
    observe: (change: BufferChange<Raw>, view: LogView<Raw>) => void;
    listen: () => void;
  }>();
  let cancel: (() => void) | undefined;
  let dirty = false;
  /** When listeners were last notified. */
  let told = -Infinity;
  /** When they are next notified by timer. */
  let due = -Infinity;
  let shown = view(undefined);
  let current = make(shown);

  function stop(): void {
    cancel?.();
    cancel = undefined;
  }

  function flush(): void {
    stop();
    if (!dirty) return;
    dirty = false;
    told = clock.now();
    due = told + interval;
    const before = shown;
    shown = view(before);
    current = make(shown);
    const change = changeBetween(before, shown);
    if (change) events.emit('observe', change, shown);
    events.emit('listen');
  }

  /** Without listeners, changes are not announced: whoever comes now must find them in the snapshot. */
  function catchUp(): void {
    if (!events.isHeard) flush();
  }

  return {
    get snapshot() {
      catchUp();
      return current;
    },
    touch() {
      dirty = true;
      if (!events.isHeard || cancel) return;
      // At most one interval, even if the clock was set back.
      cancel = clock.schedule(flush, Math.min(interval, Math.max(0, due - clock.now())));
    },
    flush,
    pull() {
      if (!dirty || clock.now() - told < interval / 2) return;
      flush();
      // A listener that draws will pull again, so the timer may wait longer.
      due += interval;
    },
    subscribe(listener) {
      catchUp();
      return events.on('listen', listener);
    },
    observe(observer) {
      flush();
      return events.on('observe', observer);
    },
    clear() {
      events.clear();
      stop();
    },
  };
}
