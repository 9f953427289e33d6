/** Watches the streams of one log with numbered lines, each of which resumes the one before. */
import type { LogStream } from '../stream-types.js';
import { faultOf } from './fault-of.js';
import { unaccounted } from './unaccounted.js';

export interface Witness {
  /** Listens to a stream from now on: the first one, or the one after a reload. */
  listen(stream: Pick<LogStream, 'on'>): void;
  /** What is wrong with what the stream holds, or has told, if anything. */
  faultIn(stream: Pick<LogStream, 'getSnapshot'>): string | undefined;
}

export function createWitness(): Witness {
  const told = new Set<string>();
  const doubled: string[] = [];
  /** Lines shown before a reload. */
  let elsewhere: ReadonlySet<string> = new Set();

  return {
    listen(stream) {
      elsewhere = new Set(told);
      stream.on('entries', (entries) => {
        for (const { message } of entries) {
          if (told.has(message)) doubled.push(message);
          told.add(message);
        }
      });
      // Lines that a pause passed by may be filled in later.
      stream.on('filled', (entries) => {
        for (const { message } of entries) if (elsewhere.has(message)) doubled.push(message);
      });
    },
    faultIn(stream) {
      const { items, ledger } = stream.getSnapshot();
      if (doubled.length > 0) return `these were shown twice: ${doubled.join(' ')}`;
      if (unaccounted(ledger) !== 0) return `${unaccounted(ledger)} lines are not accounted for`;
      return faultOf(items, elsewhere);
    },
  };
}
