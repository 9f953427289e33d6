/**
 * Joins many changes into one notification a frame, and keeps the snapshot that listeners compare. A change after a quiet moment is
 * told as soon as the host's turn is over; those that follow it wait until the interval is over, or until somebody draws.
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
  private listeners = 0;
  private cancel: (() => void) | undefined;
  private dirty = false;
  /** When listeners were told last. */
  private told = Number.NEGATIVE_INFINITY;
  /** When they may be told again without being asked. */
  private due = Number.NEGATIVE_INFINITY;
  private shown: BufferView<Raw>;
  private current: Snapshot;

  constructor(
    private readonly clock: Clock,
    private readonly interval: number,
    /** The view to show now; a paused stream answers the one it showed last. */
    private readonly view: (shown: BufferView<Raw> | undefined) => BufferView<Raw>,
    private readonly make: (view: BufferView<Raw>) => Snapshot,
  ) {
    this.shown = view(undefined);
    this.current = make(this.shown);
  }

  /** The snapshot that was last notified; without listeners there is nobody to tell, so it is made anew when asked for. */
  get snapshot(): Snapshot {
    if (this.dirty && this.listeners === 0) this.flush();
    return this.current;
  }

  /** Something changed. */
  touch(): void {
    this.dirty = true;
    if (this.listeners === 0 || this.cancel) return;
    // A clock that was set back says nothing of how long it was.
    const wait = Math.min(this.interval, Math.max(0, this.due - this.clock.now()));
    this.cancel = this.clock.schedule(() => this.flush(), wait);
  }

  /** Tells everybody now. */
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

  /** Somebody is about to draw: tells him now, unless that was done less than half an interval ago. */
  pull(): void {
    if (!this.dirty || this.clock.now() - this.told < this.interval / 2) return;
    this.flush();
    // Who draws will draw again: what is told without being asked comes after that.
    this.due += this.interval;
  }

  subscribe(listener: () => void): () => void {
    return this.add(this.events.on('listen', listener));
  }

  observe(observer: (change: BufferChange<Raw>, view: LogView<Raw>) => void): () => void {
    this.flush();
    return this.add(this.events.on('observe', observer));
  }

  /** Nobody listens any more. */
  clear(): void {
    this.events.clear();
    this.listeners = 0;
    this.cancel?.();
    this.cancel = undefined;
  }

  private add(undo: () => void): () => void {
    this.listeners += 1;
    let active = true;
    return () => {
      if (!active) return;
      active = false;
      undo();
      this.listeners = Math.max(0, this.listeners - 1);
    };
  }
}
