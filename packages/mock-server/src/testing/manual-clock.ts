import type { Clock } from '../lib/clock.js';

/** A clock that only moves when told to. */
export class ManualClock implements Clock {
  #now = Date.UTC(2026, 0, 15, 10);
  #next = 0;
  readonly #timers = new Map<number, { readonly at: number; readonly task: () => void }>();

  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { at: this.#now + ms, task });
    return () => this.#timers.delete(id);
  }

  /** Lets time pass and runs what falls due, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#timers]
        .filter(([, { at }]) => at <= end)
        .sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].task();
    }
    this.#now = end;
  }

  /** Lets time pass without running anything, as a machine that sleeps. */
  sleep(ms: number): void {
    this.#now += ms;
  }
}
