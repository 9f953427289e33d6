/**
 * Merges many changes into one notification per frame, and keeps the snapshot that listeners compare. A change after a pause is
 * announced as soon as the current task is over; further changes wait until the interval is over, or until a listener draws.
 */
import { changeBetween, type BufferView } from '../buffer/buffer-view.js';
import type { BufferChange, LogView } from '../buffer/log-view.js';
import type { Clock } from '../lib/clock.js';
import { createEmitter } from '../lib/emitter.js';

interface NotifierEvents<Raw> {
  observe: (change: BufferChange<Raw>, view: LogView<Raw>) => void;
  listen: () => void;
}

/** See the file's head. */
export class Notifier<Raw, Snapshot> {
  private readonly events = createEmitter<NotifierEvents<Raw>>();
  private cancel: (() => void) | undefined;
  private dirty = false;
  /** When listeners were last notified. */
  private told = -Infinity;
  /** When they are next notified by timer. */
  private due = -Infinity;
  private shown: BufferView<Raw>;
  private current: Snapshot;

  constructor(
    private readonly clock: Clock,
    private readonly interval: number,
    /** The view to show now; a paused stream returns the one it showed last. */
    private readonly view: (shown: BufferView<Raw> | undefined) => BufferView<Raw>,
    private readonly make: (view: BufferView<Raw>) => Snapshot,
  ) {
    this.shown = view(undefined);
    this.current = make(this.shown);
  }

  /** The snapshot of the last notification; without listeners it is updated when it is read. */
  get snapshot(): Snapshot {
    if (this.dirty && !this.events.isHeard) this.flush();
    return this.current;
  }

  /** Something changed. */
  touch(): void {
    this.dirty = true;
    if (!this.events.isHeard || this.cancel) return;
    // At most one interval, even if the clock was set back.
    const wait = Math.min(this.interval, Math.max(0, this.due - this.clock.now()));
    this.cancel = this.clock.schedule(() => this.flush(), wait);
  }

  /** Notifies everybody now. */
  flush(): void {
    this.cancel?.();
    this.cancel = undefined;
    if (!this.dirty) return;
    this.dirty = false;
    this.told = this.clock.now();
    this.due = this.told + this.interval;
    const before = this.shown;
    this.shown = this.view(before);
    this.current = this.make(this.shown);
    const change = changeBetween(before, this.shown);
    if (change) this.events.emit('observe', change, this.shown);
    this.events.emit('listen');
  }

  /** A listener is about to draw: notifies now, unless that happened less than half an interval ago. */
  pull(): void {
    if (!this.dirty || this.clock.now() - this.told < this.interval / 2) return;
    this.flush();
    // A listener that draws will pull again, so the timer may wait longer.
    this.due += this.interval;
  }

  subscribe(listener: () => void): () => void {
    // What changed while nobody listened is not announced, so whoever reads the snapshot now must find it there.
    if (!this.events.isHeard) this.flush();
    return this.events.on('listen', listener);
  }

  observe(observer: (change: BufferChange<Raw>, view: LogView<Raw>) => void): () => void {
    this.flush();
    return this.events.on('observe', observer);
  }

  /** Removes all listeners. */
  clear(): void {
    this.events.clear();
    this.cancel?.();
    this.cancel = undefined;
  }
}
