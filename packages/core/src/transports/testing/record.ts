import { vi } from 'vitest';
import { systemClock } from '../../lib/clock.js';
import type { LogStreamError } from '../../errors.js';
import type { Transport, TransportConnection, TransportEnvironment } from '../transport.js';

/** A call of a sink's method. */
export type Heard =
  | { readonly type: 'opened' }
  | { readonly type: 'frame'; readonly data: string; readonly event?: string; readonly id?: string }
  | { readonly type: 'oversize'; readonly bytes: number }
  | { readonly type: 'retry'; readonly ms: number }
  | { readonly type: 'ended'; readonly error: LogStreamError | undefined };

/** An attempt, and what its sink received. */
export interface Recording extends TransportConnection {
  readonly heard: readonly Heard[];
  /** The payloads so far. */
  readonly data: readonly string[];
  /** Number of calls of `activity`. */
  readonly activity: () => number;
  /** Waits for the first call of this type. */
  until<T extends Heard['type']>(type: T): Promise<Extract<Heard, { type: T }>>;
}

/** The real host, with the default timeout and size limit. */
export function realEnvironment(overrides: Partial<TransportEnvironment> = {}): TransportEnvironment {
  return {
    clock: systemClock,
    fetch: globalThis.fetch,
    WebSocket: globalThis.WebSocket,
    maxMessageBytes: 1024 * 1024,
    connectTimeout: 10_000,
    ...overrides,
  };
}

/** Opens an attempt and records what its sink receives. */
export function record(
  transport: Transport,
  url: string,
  overrides: Partial<TransportEnvironment> = {},
  headers: Readonly<Record<string, string>> = {},
): Recording {
  const heard: Heard[] = [];
  const data: string[] = [];
  let activity = 0;
  const connection = transport.open(
    { url, headers },
    {
      opened: () => void heard.push({ type: 'opened' }),
      activity: () => void activity++,
      frames(frames) {
        for (const frame of frames) {
          heard.push({ type: 'frame', ...frame });
          data.push(frame.data);
        }
      },
      oversize: (bytes) => void heard.push({ type: 'oversize', bytes }),
      retryDelay: (ms) => void heard.push({ type: 'retry', ms }),
      ended: (error) => void heard.push({ type: 'ended', error }),
    },
    realEnvironment(overrides),
  );
  return {
    close: () => connection.close(),
    heard,
    data,
    activity: () => activity,
    until: (type) =>
      vi.waitFor(
        () => {
          const found = heard.find((one) => one.type === type);
          if (!found) throw new Error(`not heard: ${type}; so far: ${JSON.stringify(heard)}`);
          return found as never;
        },
        { timeout: 10_000, interval: 5 },
      ),
  };
}
