/** What a stream can be told, and the one place where that is checked. */
import type { TransportName } from './lib/frame.js';
import { DEFAULTS, type BackoffOptions } from './defaults.js';
import { invalidArgument } from './errors.js';
import { checkTime } from './lib/arguments.js';
import { systemClock, type Clock } from './lib/clock.js';
import { hostFetch } from './lib/host-fetch.js';
import { hostTabs, type TabEnvironment } from './lib/tabs.js';
import { debugOutput } from './lib/debug-output.js';

/**
 * Options of a stream. Every one has a default in {@link DEFAULTS}. What is none is left aside, so that a recorder can be spread in.
 */
export interface LogStreamOptions {
  /**
   * Lines kept; older ones are evicted. Default 10,000. Above 16,384 old lines are packed: they take less than half the memory, and
   * what is read of them is made anew (see `LogView.at`).
   */
  readonly bufferLines?: number;
  /** Bytes kept (an estimate: text and objects). Default 16 MiB. Whichever bound comes first. */
  readonly bufferBytes?: number;
  /** Lines to fetch at the start, the newest ones. Default: `bufferLines`. 0: only what is new from now on. */
  readonly history?: number;
  /** Reconnect by itself after a temporary failure. Default true. */
  readonly autoReconnect?: boolean;
  /** Failed attempts in a row until the stream fails for good. Default Infinity. */
  readonly maxReconnectAttempts?: number;
  readonly backoff?: Partial<BackoffOptions>;
  /** Milliseconds until an attempt that has not opened is given up, and before it a token function that does not answer. Default 10,000. */
  readonly connectTimeout?: number;
  /** Milliseconds of silence after which a stream counts as dead. Default 45,000, or 2.5 × the heartbeat learnt. */
  readonly stallTimeout?: number;
  /** Milliseconds between two polls. Default 2,000. */
  readonly pollInterval?: number;
  /** Milliseconds of a stream that are read again on every reconnect to prove continuity. Default 5,000. */
  readonly overlapWindow?: number;
  /** Bytes after which one payload becomes an `oversize` gap. Default 1 MiB. */
  readonly maxMessageBytes?: number;
  /** Use this transport only. Default: the source's best, falling back in its order. */
  readonly transport?: TransportName;
  /** A clean close by the server ends the stream for good. Default false: it is temporary. */
  readonly completeOnClose?: boolean;
  /** Start after this time stamp instead of with `history`. Sent as it is. */
  readonly since?: string;
  /**
   * What `stream.resumeToken()` gave: goes on from there without loss or repetition. `history` and `since` then have no effect.
   * Throws `invalid-argument` for a token that is damaged or of another log.
   */
  readonly resume?: string;
  /**
   * One connection for all tabs of this origin that show the same log: one tab leads, the others are told what it delivers, and
   * when it goes another goes on without loss or repetition. Default false. Where Web Locks or BroadcastChannel are missing
   * (old browsers, most of Node), or for a feed, the tab has a connection of its own.
   *
   * Every tab sees what the leader may see, whatever its own token: where several accounts are used in one browser, give a text
   * that tells them apart instead of `true`, and only tabs with the same text share.
   */
  readonly shareTabs?: boolean | string;
  /** Ends the stream when it fires. */
  readonly signal?: AbortSignal;
  /** Milliseconds between two notifications of `subscribe` listeners. Default 16: one a frame. */
  readonly notifyInterval?: number;
  /**
   * Tells in readable lines what the stream does, as `traceStream`: no line of the log stands in them and no token. `true`: at
   * the console, in Node on stderr. A function gets each line. Default false; in Node true where the environment has a
   * `TAILRACE_DEBUG` other than 0.
   */
  readonly debug?: boolean | ((line: string) => void);
  /** Default: the global one, looked up at each request. */
  readonly fetch?: typeof globalThis.fetch;
  /** Default: the global one. */
  readonly WebSocket?: typeof globalThis.WebSocket;
  /** For tests: the locks, channels and page events of {@link LogStreamOptions.shareTabs}. Default: the global ones. */
  readonly tabs?: TabEnvironment;
  /** For tests: a virtual clock. */
  readonly clock?: Clock;
  /** For tests: uniform in [0, 1). */
  readonly random?: () => number;
}

/** Options with nothing left open. */
export interface ResolvedOptions {
  readonly bufferLines: number;
  readonly bufferBytes: number;
  readonly history: number;
  readonly autoReconnect: boolean;
  readonly maxReconnectAttempts: number;
  readonly backoff: BackoffOptions;
  readonly connectTimeout: number;
  /** undefined: 45 s, or what the heartbeat teaches. */
  readonly stallTimeout: number | undefined;
  readonly pollInterval: number;
  readonly overlapWindow: number;
  readonly maxMessageBytes: number;
  readonly transport: TransportName | undefined;
  readonly completeOnClose: boolean;
  readonly since: string | undefined;
  readonly resume: string | undefined;
  /** '': every tab of this log. undefined: not at all. */
  readonly shareTabs: string | undefined;
  readonly tabs: TabEnvironment | undefined;
  readonly signal: AbortSignal | undefined;
  readonly notifyInterval: number;
  /** undefined: no trace. */
  readonly debug: ((line: string) => void) | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly WebSocket: typeof globalThis.WebSocket | undefined;
  readonly clock: Clock;
  readonly random: () => number;
}

type NumberOption =
  | 'bufferLines'
  | 'bufferBytes'
  | 'maxReconnectAttempts'
  | 'connectTimeout'
  | 'pollInterval'
  | 'overlapWindow'
  | 'maxMessageBytes'
  | 'notifyInterval';

function atLeast<Default>(
  min: number,
  name: string,
  value: number | undefined,
  fallback: Default,
): number | Default {
  if (value === undefined) return fallback;
  if (typeof value !== 'number' || Number.isNaN(value) || value < min)
    throw invalidArgument(`${name} must be a number of at least ${min}, not ${String(value)}.`);
  return value;
}

/** Fills in the defaults and checks every value. Throws `invalid-argument`. */
export function resolveOptions(options: LogStreamOptions = {}): ResolvedOptions {
  const number = (min: number, name: NumberOption): number =>
    atLeast(min, name, options[name], DEFAULTS[name]);
  const backoff = (name: keyof BackoffOptions): number =>
    atLeast(0, `backoff.${name}`, options.backoff?.[name], DEFAULTS.backoff[name]);
  const bufferLines = number(1, 'bufferLines');
  const fetch = options.fetch ?? hostFetch;
  if (typeof fetch !== 'function') throw invalidArgument('fetch must be a function, such as the global one.');
  checkTime('since', options.since);
  if (options.signal !== undefined && typeof options.signal.addEventListener !== 'function')
    throw invalidArgument('signal must be an AbortSignal, such as new AbortController().signal.');
  return {
    bufferLines,
    bufferBytes: number(1, 'bufferBytes'),
    history: atLeast(0, 'history', options.history, bufferLines),
    autoReconnect: options.autoReconnect ?? DEFAULTS.autoReconnect,
    maxReconnectAttempts: number(0, 'maxReconnectAttempts'),
    backoff: {
      base: backoff('base'),
      cap: backoff('cap'),
      floor: backoff('floor'),
      resetAfter: backoff('resetAfter'),
    },
    connectTimeout: number(1, 'connectTimeout'),
    stallTimeout: atLeast(1, 'stallTimeout', options.stallTimeout, undefined),
    pollInterval: number(1, 'pollInterval'),
    overlapWindow: number(0, 'overlapWindow'),
    maxMessageBytes: number(1, 'maxMessageBytes'),
    transport: options.transport,
    completeOnClose: options.completeOnClose ?? DEFAULTS.completeOnClose,
    since: options.resume === undefined ? options.since : undefined,
    resume: options.resume,
    shareTabs: options.shareTabs === true ? '' : options.shareTabs === false ? undefined : options.shareTabs,
    tabs: options.tabs ?? hostTabs(),
    signal: options.signal,
    notifyInterval: number(0, 'notifyInterval'),
    debug: debugOutput(options.debug),
    fetch: fetch.bind(globalThis),
    WebSocket: options.WebSocket ?? globalThis.WebSocket,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}
