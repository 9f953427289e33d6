/** Users of equal sources share one stream, with one connection and one buffer. The last one to release it closes it. */
import type { LogSource } from '../backends/source.js';
import { createLogStream } from '../log-stream.js';
import type { LogStreamOptions } from '../options.js';
import type { LogStream } from '../stream-types.js';

/** A claim on a shared stream. */
export interface StreamLease<Raw = unknown> {
  readonly stream: LogStream<Raw>;
  /** Releases the stream; with its last lease it is disposed. Safe to call twice. */
  release(): void;
}

interface Shared {
  readonly stream: LogStream;
  leases: number;
}

/** Leases streams; see the file's head. */
export interface SharedStreams {
  acquire<Raw>(source: LogSource<Raw>, options: LogStreamOptions): StreamLease<Raw>;
  /** Number of leased streams. */
  readonly size: number;
}

export function createSharedStreams(): SharedStreams {
  const shared = new Map<string, Shared>();
  const identities = new Map<unknown, number>();

  /** Functions and objects are equal only to themselves; tokens never enter a key. */
  function identityOf(value: unknown): number {
    const known = identities.get(value);
    if (known !== undefined) return known;
    identities.set(value, identities.size);
    return identities.size - 1;
  }

  function keyOf(source: LogSource<never>, options: LogStreamOptions): string {
    const parts = Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => {
        const own = typeof value === 'function' || name === 'signal' || name === 'clock' || name === 'tabs';
        return `${name}=${own ? `#${identityOf(value)}` : JSON.stringify(value)}`;
      });
    return [
      source.key,
      `token=#${identityOf(source.token)}`,
      `feed=#${identityOf(source.attach)}`,
      ...parts,
    ].join('\n');
  }

  return {
    get size() {
      return shared.size;
    },
    acquire<Raw>(source: LogSource<Raw>, options: LogStreamOptions): StreamLease<Raw> {
      const key = keyOf(source as LogSource<never>, options);
      let entry = shared.get(key);
      if (!entry) {
        entry = { stream: createLogStream(source, options), leases: 0 };
        shared.set(key, entry);
      }
      const held = entry;
      held.leases += 1;
      let active = true;
      return {
        stream: held.stream as LogStream<Raw>,
        release() {
          if (!active) return;
          active = false;
          held.leases -= 1;
          if (held.leases > 0) return;
          // First, because a listener that hears of the end may open the same log again.
          shared.delete(key);
          // Do not keep tokens and functions that are no longer used.
          if (shared.size === 0) identities.clear();
          held.stream.dispose();
        },
      };
    },
  };
}
