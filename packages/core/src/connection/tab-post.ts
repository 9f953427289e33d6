/** Sends messages to other tabs in order. A long answer is sent in slices, so that no click has to wait; what follows waits behind it. */
import type { Clock } from '../lib/clock.js';
import { SLICE } from '../lib/slice.js';

export interface TabPost<Message> {
  /** Sends messages, which are made when it is their turn. */
  send(messages: Iterable<Message>): void;
  /** Drops what was not sent yet. */
  drop(): void;
}

export function createTabPost<Message>(clock: Clock, send: (message: Message) => void): TabPost<Message> {
  let waiting: Iterator<Message>[] = [];
  let cancel: (() => void) | undefined;

  function slice(): void {
    cancel = undefined;
    const until = clock.now() + SLICE;
    for (let first = waiting[0]; first; first = waiting[0]) {
      const one = first.next();
      if (one.done) waiting.shift();
      else send(one.value);
      if (clock.now() > until) return void (cancel = clock.schedule(slice, 0));
    }
  }

  return {
    send(messages) {
      waiting.push(messages[Symbol.iterator]());
      if (waiting.length === 1) slice();
    },
    drop() {
      waiting = [];
      cancel?.();
      cancel = undefined;
    },
  };
}
