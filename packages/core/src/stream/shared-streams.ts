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
  readonly source: LogSource<never>;
  readonly options: LogStreamOptions;
  readonly stream: LogStream;
  leases: number;
}

/** Leases streams; see the file's head. */
export interface SharedStreams {
  acquire<Raw>(source: LogSource<Raw>, options: LogStreamOptions): StreamLease<Raw>;
  /** Number of leased streams. */
  readonly size: number;
}

/** What makes two sources the same log, read in the same way; a feed is known by its `attach`. */
const SAME = ['key', 'token', 'attach'] as const;

/** Functions and objects are equal only to themselves, except the delays between attempts. */
function areEqual(a: LogStreamOptions, b: LogStreamOptions): boolean {
  const names = Object.keys({ ...a, ...b }) as (keyof LogStreamOptions)[];
  return names.every(
    (name) =>
      a[name] === b[name] || (name === 'backoff' && JSON.stringify(a[name]) === JSON.stringify(b[name])),
  );
}

export function createSharedStreams(): SharedStreams {
  const shared = new Set<Shared>();

  return {
    get size() {
      return shared.size;
    },
    acquire<Raw>(source: LogSource<Raw>, options: LogStreamOptions): StreamLease<Raw> {
      const held: Shared = [...shared].find(
        (one) => SAME.every((name) => one.source[name] === source[name]) && areEqual(one.options, options),
      ) ?? {
        source: source as LogSource<never>,
        options,
        stream: createLogStream(source, options),
        leases: 0,
      };
      shared.add(held);
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
          shared.delete(held);
          held.stream.dispose();
        },
      };
    },
  };
}
