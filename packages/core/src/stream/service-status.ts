/** The status stream as a store: the latest state of every service, across reconnects. */
import type { ServiceStatusChange, StatusSource } from '../backends/containers.js';
import type { LogSource } from '../backends/source.js';
import { createConnection } from '../connection/connection.js';
import type { LogStreamStatus } from '../entry.js';
import { invalidArgument, type LogStreamError } from '../errors.js';
import { createEmitter } from '../lib/emitter.js';
import { resolveOptions, type LogStreamOptions } from '../options.js';
import type { RetryInfo } from '../stream-types.js';
import { NOT_CONNECTED, reportOf } from './connection-report.js';

/** The state of all services at one moment. Immutable: every change creates a new snapshot. */
export interface ServiceStatusSnapshot {
  /** The state of the connection. */
  readonly status: Exclude<LogStreamStatus, 'paused'>;
  /** By name, in the order in which the server first reported them. After a lost connection the last known states stay. */
  readonly services: ReadonlyMap<string, ServiceStatusChange>;
  /** Why the connection failed, or why it is reconnecting. */
  readonly error: LogStreamError | undefined;
  /** The next attempt, while one is waited for. */
  readonly retry: RetryInfo | undefined;
}

/** See {@link watchServiceStatus}. */
export interface ServiceStatusWatch {
  /** Does nothing once the option `signal` has fired. */
  connect(): void;
  disconnect(): void;
  /** Makes the next attempt now instead of waiting for it. */
  retryNow(): void;
  /** Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  getSnapshot(): ServiceStatusSnapshot;
}

/** Watches a status stream. Nothing happens until `connect()`; it reconnects like a log stream. Throws `invalid-argument` for anything but such a stream, and for invalid options. */
export function watchServiceStatus(source: StatusSource, options: LogStreamOptions = {}): ServiceStatusWatch {
  if (typeof (source as StatusSource | null | undefined)?.url !== 'string')
    throw invalidArgument('Pass what containers(…).status() returns.');
  const resolved = resolveOptions(options);
  const events = createEmitter<{ change: () => void }>();
  let snapshot: ServiceStatusSnapshot = { ...NOT_CONNECTED, services: new Map() };

  function update(change: Partial<ServiceStatusSnapshot>): void {
    snapshot = { ...snapshot, ...change };
    events.emit('change');
  }

  const asLog: LogSource = {
    backend: source.backend,
    key: source.key,
    title: source.title,
    ...(source.tokenSource === undefined ? {} : { token: source.tokenSource }),
    transports: ['websocket'],
    identity: 'count',
    liveStart: 'since',
    live: () => ({ url: source.url, token: source.token }),
    decode: () => [],
    identify: () => '',
  };
  const nothing = (): void => undefined;
  const connection = createConnection(asLog, resolved, {
    prepare: () => Promise.resolve(),
    cursor: () => undefined,
    opening: nothing,
    opened: nothing,
    frames(frames) {
      for (const frame of frames) {
        const signal = source.decode(frame.data);
        if (signal?.type === 'error') return connection.fail(signal.error);
        if (!signal) continue;
        const services = new Map(snapshot.services);
        for (const change of signal.changes) services.set(change.service, change);
        update({ services });
      }
    },
    oversize: nothing,
    completed: () => connection.finish(undefined, undefined),
    poll: () => Promise.resolve('done'),
    ended: nothing,
    changed: (state) => update(reportOf(state, snapshot, resolved.clock.now())),
  });

  const { signal } = resolved;
  function disconnect(): void {
    signal?.removeEventListener('abort', disconnect);
    connection.disconnect();
  }

  return {
    connect() {
      if (signal?.aborted) return;
      signal?.addEventListener('abort', disconnect);
      connection.connect();
    },
    disconnect,
    retryNow: () => connection.retryNow(),
    subscribe: (listener) => events.on('change', listener),
    getSnapshot: () => snapshot,
  };
}
