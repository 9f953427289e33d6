/**
 * The connection as a pure state machine: an event goes in, the next state comes out. The state says what must be running: an attempt of
 * its generation, a wait of its delay, or nothing. It knows neither time nor sockets, and draws delays from the random source
 * it is given.
 */
import type { TransportName } from '../backends/source.js';
import type { LogStreamStatus } from '../entry.js';
import { LogStreamError } from '../errors.js';
import type { BackoffOptions } from '../defaults.js';
import { backoffDelay, clampServerDelay } from './backoff.js';

/** Attempts in a row that never opened after which the next transport is tried. */
const FALLBACK_AFTER = 2;

/** The fixed configuration of the machine. */
export interface MachineConfig {
  /** Best first. At least one. */
  readonly transports: readonly TransportName[];
  readonly autoReconnect: boolean;
  readonly maxReconnectAttempts: number;
  readonly backoff: BackoffOptions;
  /** There is a token function that can be asked again after a refusal. */
  readonly canRefreshToken: boolean;
}

export interface ConnectionState {
  readonly phase: 'idle' | 'connecting' | 'open' | 'waiting' | 'complete' | 'failed' | 'closed';
  /** Number of the attempt; events of an older one are ignored. */
  readonly generation: number;
  readonly transport: TransportName;
  /** Failed attempts in a row. */
  readonly failures: number;
  /** How many of these in a row, on this transport, never opened. */
  readonly unopened: number;
  /** A connection was open at some time since `connect`. */
  readonly everOpened: boolean;
  /** This connection has been open long enough to reset the failures. */
  readonly stable: boolean;
  /** A planned end came before that, and was followed at once. */
  readonly hurried: boolean;
  /** The token function was called again since a token was last accepted. */
  readonly tokenRefreshed: boolean;
  /** The delay that the server has set with `retry:`, milliseconds. */
  readonly serverDelay: number | undefined;
  /** The current wait, milliseconds. */
  readonly delay: number | undefined;
  readonly error: LogStreamError | undefined;
  readonly outcome: string | undefined;
}

export type ConnectionEvent =
  | { readonly type: 'connect' }
  | { readonly type: 'opened' }
  /** The connection has been open long enough to forget earlier failures. */
  | { readonly type: 'stable' }
  | { readonly type: 'server-delay'; readonly ms: number }
  /** The attempt is over; no error means that the server closed cleanly. `isBlocked`: this transport does not get through, but another may. */
  | { readonly type: 'ended'; readonly error: LogStreamError | undefined; readonly isBlocked?: boolean }
  /** A planned end: reconnect at once. */
  | { readonly type: 'timeout' }
  | { readonly type: 'complete'; readonly outcome: string | undefined }
  /** A better transport than the one in use gets through. */
  | { readonly type: 'upgrade'; readonly to: TransportName }
  /** The wait is over, or the user does not want to wait. */
  | { readonly type: 'retry' }
  /** The network or the user is back: the wait ends, unless the server asked for it. */
  | { readonly type: 'awake' }
  | { readonly type: 'disconnect' };

/** The initial state. */
export function initialState({ transports }: Pick<MachineConfig, 'transports'>): ConnectionState {
  return {
    phase: 'idle',
    generation: 0,
    transport: transports[0] ?? 'sse',
    failures: 0,
    unopened: 0,
    everOpened: false,
    stable: false,
    hurried: false,
    tokenRefreshed: false,
    serverDelay: undefined,
    delay: undefined,
    error: undefined,
    outcome: undefined,
  };
}

/** Whether there is an attempt in progress or an open connection. */
export function isActive({ phase }: ConnectionState): boolean {
  return phase === 'connecting' || phase === 'open';
}

/** The public status for a state. */
export function statusOf(state: ConnectionState): Exclude<LogStreamStatus, 'paused'> {
  if (state.phase === 'open') return state.transport === 'polling' ? 'polling' : 'live';
  if (state.phase === 'waiting') return 'reconnecting';
  if (state.phase === 'connecting')
    return state.everOpened || state.failures > 0 ? 'reconnecting' : 'connecting';
  return state.phase;
}

/** The state after an event. Events that do not apply to a state change nothing. */
export function transition(
  state: ConnectionState,
  event: ConnectionEvent,
  config: MachineConfig,
  random: () => number,
): ConnectionState {
  const active = isActive(state);
  const waiting = state.phase === 'waiting';
  switch (event.type) {
    case 'connect':
      if (active || waiting) return state;
      return open({ ...initialState(config), generation: state.generation, transport: state.transport });
    case 'opened':
      if (state.phase !== 'connecting') return state;
      return {
        ...state,
        phase: 'open',
        everOpened: true,
        unopened: 0,
        // A server accepts a WebSocket before it checks the token, so there only time shows that the token is good.
        tokenRefreshed: state.tokenRefreshed && state.transport === 'websocket',
        error: undefined,
      };
    case 'stable':
      return state.phase === 'open'
        ? { ...state, failures: 0, stable: true, hurried: false, tokenRefreshed: false }
        : state;
    case 'server-delay':
      return { ...state, serverDelay: clampServerDelay(event.ms) };
    case 'timeout':
      if (!active) return state;
      // At once, unless the server ends every stream right after it began: that would be a busy loop.
      return state.hurried
        ? wait(state, backoffDelay(1, config.backoff, random))
        : open({ ...state, hurried: !state.stable });
    case 'upgrade':
      // A fallback has worked, so one failed attempt is enough to leave the better transport again.
      return state.phase === 'open'
        ? open({ ...state, transport: event.to, unopened: FALLBACK_AFTER - 1 })
        : state;
    case 'awake':
      return waiting && state.error?.retryAfter === undefined ? open(state) : state;
    case 'retry':
      return waiting ? open(state) : state;
    case 'complete':
      return active ? { ...over(state, 'complete'), outcome: event.outcome } : state;
    case 'disconnect':
      // A log that is over stays so: there is no connection left to end.
      return state.phase === 'idle' || state.phase === 'complete' ? state : over(state, 'closed');
    case 'ended':
      return active ? ended(state, event, config, random) : state;
  }
}

function over(
  state: ConnectionState,
  phase: 'complete' | 'failed' | 'closed',
  error?: LogStreamError,
): ConnectionState {
  return { ...state, phase, error, delay: undefined };
}

function open(state: ConnectionState): ConnectionState {
  return { ...state, phase: 'connecting', generation: state.generation + 1, delay: undefined, stable: false };
}

function wait(state: ConnectionState, delay: number): ConnectionState {
  return { ...state, phase: 'waiting', delay };
}

function ended(
  state: ConnectionState,
  { error, isBlocked }: Extract<ConnectionEvent, { type: 'ended' }>,
  config: MachineConfig,
  random: () => number,
): ConnectionState {
  const reason =
    error ??
    new LogStreamError(
      'disconnected',
      'The server closed the stream without saying that the log is complete.',
    );
  if (reason.kind === 'unauthorized' && config.canRefreshToken && !state.tokenRefreshed)
    return open({ ...state, tokenRefreshed: true });
  const other = config.transports[config.transports.indexOf(state.transport) + 1];
  // An error that may be final is not reported before the last transport has failed for it, too.
  if (isBlocked && other && config.autoReconnect)
    return open({ ...state, transport: other, unopened: 0, error: reason.retryable ? reason : state.error });
  if (!reason.retryable || !config.autoReconnect) return over(state, 'failed', reason);

  const failures = state.failures + 1;
  if (failures > config.maxReconnectAttempts) return over(state, 'failed', exhausted(failures, reason));

  const asked = reason.retryAfter === undefined ? state.serverDelay : clampServerDelay(reason.retryAfter);
  const next: ConnectionState = {
    ...state,
    // What has worked is tried again; whether a better one gets through is seen beside it.
    ...(state.phase === 'open' ? {} : onNext(state, config, reason)),
    failures,
    error: reason,
  };
  return wait(next, Math.max(backoffDelay(failures, config.backoff, random), asked ?? 0));
}

type Way = Pick<ConnectionState, 'transport' | 'unopened'>;

/** Stays on the transport, or moves to the next one after repeated attempts that never opened. An attempt without any answer has taken long enough. */
function onNext({ transport, unopened }: Way, { transports }: MachineConfig, { kind }: LogStreamError): Way {
  const tries = kind === 'timeout' ? FALLBACK_AFTER : unopened + 1;
  if (tries < FALLBACK_AFTER || transports.length < 2) return { transport, unopened: tries };
  const next = transports[(transports.indexOf(transport) + 1) % transports.length] as TransportName;
  return { transport: next, unopened: 0 };
}

function exhausted(failures: number, last: LogStreamError): LogStreamError {
  const attempts = failures === 1 ? 'the only attempt' : `${failures} attempts in a row`;
  return new LogStreamError('retries-exhausted', `Gave up after ${attempts}. ${last.message}`, {
    cause: last,
    status: last.status,
  });
}
