/** The options of a stream, and their validation. */
import type { TransportName } from './lib/frame.js';
import { DEFAULTS, type BackoffOptions } from './defaults.js';
import { checkOptions, checkTime, checkType, refuse } from './lib/arguments.js';
import { checkSignal } from './lib/check-signal.js';
import { systemClock, type Clock } from './lib/clock.js';
import { hostFetch } from './lib/host-fetch.js';
import { hostTabs, type TabEnvironment } from './lib/tabs.js';
import { debugOutput } from './lib/debug-output.js';

/**
 * Options of a stream. Defaults are in {@link DEFAULTS}. Unknown properties are ignored, so that a recorder can be spread in.
 */
export interface LogStreamOptions {
  /**
   * Lines kept; older ones are evicted. Default 10,000. Above 16,384, old lines are packed: they take less than half the memory, and
   * are rebuilt when they are read (see `LogView.at`).
   */
  readonly bufferLines?: number;
  /** Bytes kept (an estimate of text and objects). Default 16 MiB. Whichever of the two limits is reached first applies. */
  readonly bufferBytes?: number;
  /** How many of the newest lines to fetch at the start. Default: `bufferLines`. 0: only lines that are new from now on. */
  readonly history?: number;
  /** Reconnect automatically after a temporary failure. Default true. */
  readonly autoReconnect?: boolean;
  /** Failed attempts in a row until the stream fails for good. Default Infinity. */
  readonly maxReconnectAttempts?: number;
  /** Delays between attempts, in milliseconds. Default: full jitter, 1 s doubling up to 30 s, see {@link BackoffOptions}. */
  readonly backoff?: Partial<BackoffOptions>;
  /** Milliseconds until an attempt that has not opened is given up; the same limit applies to the token function. Default 10,000. */
  readonly connectTimeout?: number;
  /** Milliseconds of silence after which a stream counts as dead. Default 45,000, or 2.5 times the server's heartbeat interval once that is known. */
  readonly stallTimeout?: number;
  /** Milliseconds between two polls. Default 2,000. */
  readonly pollInterval?: number;
  /** How many milliseconds of the log are read again after every reconnect, so that the overlap proves continuity. Default 5,000. */
  readonly overlapWindow?: number;
  /** Bytes after which one line becomes an `oversize` gap. A payload of several lines may have four times as many. Default 1 MiB. */
  readonly maxMessageBytes?: number;
  /** Use only this transport. Default: the source's best one, falling back to the others in order. */
  readonly transport?: TransportName;
  /** If true, a clean close by the server completes the stream. Default false: it counts as a temporary failure. */
  readonly completeOnClose?: boolean;
  /** Start after this ISO 8601 timestamp instead of with `history`. Sent to the server as it is. */
  readonly since?: string;
  /**
   * The result of an earlier `stream.resumeToken()`: the stream resumes from there without loss or repetition, and `history` and
   * `since` have no effect. `createLogStream` throws `invalid-argument` for a token that is damaged or belongs to another log.
   */
  readonly resume?: string;
  /**
   * Shares one connection among all tabs of this origin that show the same log: one tab leads and tells the others what it receives;
   * when it closes, another takes over without loss or repetition. Default false. Where Web Locks or BroadcastChannel are missing
   * (old browsers, most of Node), and for a feed, each tab has a connection of its own.
   *
   * Every tab sees what the leader may see, whatever its own token: if several accounts are used in one browser, pass a string
   * that identifies the account instead of `true`; then only tabs with the same string share.
   */
  readonly shareTabs?: boolean | string;
  /** Disconnects the stream for good when it fires. */
  readonly signal?: AbortSignal;
  /** Minimum milliseconds between two notifications of `subscribe` listeners. Default 16: one per frame. */
  readonly notifyInterval?: number;
  /**
   * Traces what the stream does in readable lines, see `traceStream`; they contain no log lines and no token. `true` writes to
   * the console, in Node to stderr; a function receives each line. Default false; in Node true if the environment variable
   * `TAILRACE_DEBUG` is set to anything but 0.
   */
  readonly debug?: boolean | ((line: string) => void);
  /** Default: the global `fetch`, looked up at each request. */
  readonly fetch?: typeof globalThis.fetch;
  /** Default: the global `WebSocket`. */
  readonly WebSocket?: typeof globalThis.WebSocket;
  /** For tests: the locks, channels and page events that {@link LogStreamOptions.shareTabs} uses. Default: the global ones. */
  readonly tabs?: TabEnvironment;
  /** For tests: a virtual clock. Default: {@link systemClock}. */
  readonly clock?: Clock;
  /** For tests: a random number, uniform in [0, 1). Default: `Math.random`. */
  readonly random?: () => number;
}

/** Options with every default filled in. */
export interface ResolvedOptions {
  readonly bufferLines: number;
  readonly bufferBytes: number;
  readonly history: number;
  readonly autoReconnect: boolean;
  readonly maxReconnectAttempts: number;
  readonly backoff: BackoffOptions;
  readonly connectTimeout: number;
  /** undefined: 45 s, or derived from the server's heartbeat. */
  readonly stallTimeout: number | undefined;
  readonly pollInterval: number;
  readonly overlapWindow: number;
  readonly maxMessageBytes: number;
  readonly transport: TransportName | undefined;
  readonly completeOnClose: boolean;
  readonly since: string | undefined;
  readonly resume: string | undefined;
  /** The account whose tabs share; '' for all tabs. undefined: no sharing. */
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
    refuse(name, `a number of at least ${min}`, value);
  // Whole, because a server is asked for so many lines: a number that was computed from a height may have a fraction.
  return Math.floor(value);
}

/** Fills in the defaults and checks every value. Throws `invalid-argument`. */
export function resolveOptions(options: LogStreamOptions = {}): ResolvedOptions {
  checkOptions(options);
  checkOptions(options.backoff ?? {}, 'backoff');
  const number = (min: number, name: NumberOption): number =>
    atLeast(min, name, options[name], DEFAULTS[name]);
  const backoff = (name: keyof BackoffOptions): number =>
    atLeast(0, `backoff.${name}`, options.backoff?.[name], DEFAULTS.backoff[name]);
  const bufferLines = number(1, 'bufferLines');
  const fetch = options.fetch ?? hostFetch;
  checkType('fetch', fetch, 'function');
  checkType('WebSocket', options.WebSocket, 'function');
  checkType('autoReconnect', options.autoReconnect, 'boolean');
  checkType('completeOnClose', options.completeOnClose, 'boolean');
  checkType('shareTabs', options.shareTabs, 'boolean', 'string');
  checkTime('since', options.since);
  checkSignal(options.signal);
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
