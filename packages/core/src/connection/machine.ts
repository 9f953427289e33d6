/**
 * The connection as a pure state machine: an event goes in, the next state and the effects to run come out. It knows
 * neither time nor sockets; delays are drawn from the random number it is given.
 */
import type { TransportName } from '../backends/source.js';
import type { LogStreamStatus } from '../entry.js';
import { LogStreamError } from '../errors.js';
import type { BackoffOptions } from '../defaults.js';
import { backoffDelay, clampServerDelay } from './backoff.js';

/** Attempts in a row that never opened after which the next transport is tried. */
const FALLBACK_AFTER = 2;

/** What the machine must know and cannot change. */
export interface MachineConfig {
  /** Best first. At least one. */
  readonly transports: readonly TransportName[];
  readonly autoReconnect: boolean;
  readonly maxReconnectAttempts: number;
  readonly backoff: BackoffOptions;
  /** There is a token function that can be asked again after a refusal. */
  readonly canRefreshToken: boolean;
  /** A clean close is the end of the log. */
  readonly completeOnClose: boolean;
}

export interface ConnectionState {
  readonly phase: 'idle' | 'connecting' | 'open' | 'waiting' | 'complete' | 'failed' | 'closed';
  /** Counts attempts; whatever carries an older number comes too late. */
  readonly generation: number;
  readonly transport: TransportName;
  /** Failed attempts in a row. */
  readonly failures: number;
  /** Of these, how many in a row on this transport never opened. */
  readonly unopened: number;
  /** It was open at some time since `connect`. */
  readonly everOpened: boolean;
  /** This connection stood long enough to be trusted. */
  readonly stable: boolean;
  /** The token function was asked again since a token was last known to be good. */
  readonly tokenRefreshed: boolean;
  /** What the server asked us to wait from now on, milliseconds. */
  readonly serverDelay: number | undefined;
  /** The wait that is under way, milliseconds. */
  readonly delay: number | undefined;
  readonly error: LogStreamError | undefined;
  readonly outcome: string | undefined;
}

export type ConnectionEvent =
  | { readonly type: 'connect' }
  | { readonly type: 'opened' }
  /** The connection stood long enough to forget earlier failures. */
  | { readonly type: 'stable' }
  | { readonly type: 'server-delay'; readonly ms: number }
  /** The attempt is over; no error means that the server closed cleanly. */
  | { readonly type: 'ended'; readonly error: LogStreamError | undefined }
  /** A planned end: go on at once. */
  | { readonly type: 'timeout' }
  | { readonly type: 'complete'; readonly outcome: string | undefined }
  /** Another look at the best transport, while a lesser one serves. */
  | { readonly type: 'upgrade' }
  /** The wait is over, or the user does not want to wait. */
  | { readonly type: 'retry' }
  /** The network is back, or the person is: nobody waits any longer, unless the server asked for it. */
  | { readonly type: 'awake' }
  | { readonly type: 'disconnect' };

export type ConnectionEffect =
  | { readonly type: 'open'; readonly generation: number; readonly transport: TransportName }
  | { readonly type: 'close' }
  | { readonly type: 'wait'; readonly ms: number };

export interface Step {
  readonly state: ConnectionState;
  readonly effects: readonly ConnectionEffect[];
}

/** The state before anything happened. */
export function initialState(config: MachineConfig): ConnectionState {
  return {
    phase: 'idle',
    generation: 0,
    transport: config.transports[0] ?? 'polling',
    failures: 0,
    unopened: 0,
    everOpened: false,
    stable: false,
    tokenRefreshed: false,
    serverDelay: undefined,
    delay: undefined,
    error: undefined,
    outcome: undefined,
  };
}

/** The word a person sees for a state. */
export function statusOf(state: ConnectionState): Exclude<LogStreamStatus, 'paused'> {
  if (state.phase === 'open') return state.transport === 'polling' ? 'polling' : 'live';
  if (state.phase === 'waiting') return 'reconnecting';
  if (state.phase === 'connecting')
    return state.everOpened || state.failures > 0 ? 'reconnecting' : 'connecting';
  return state.phase;
}

/** One step. Events that make no sense in a state change nothing. */
export function transition(
  state: ConnectionState,
  event: ConnectionEvent,
  config: MachineConfig,
  random: () => number,
): Step {
  const active = state.phase === 'connecting' || state.phase === 'open';
  switch (event.type) {
    case 'connect':
      if (active || state.phase === 'waiting') return stay(state);
      return open({ ...initialState(config), generation: state.generation, transport: state.transport });
    case 'opened':
      if (state.phase !== 'connecting') return stay(state);
      return stay({
        ...state,
        phase: 'open',
        everOpened: true,
        unopened: 0,
        // A WebSocket is accepted before its token is looked at: there only time shows that the token was good.
        tokenRefreshed: state.tokenRefreshed && state.transport === 'websocket',
        error: undefined,
        delay: undefined,
      });
    case 'stable':
      return state.phase === 'open'
        ? stay({ ...state, failures: 0, stable: true, tokenRefreshed: false })
        : stay(state);
    case 'server-delay':
      return stay({ ...state, serverDelay: clampServerDelay(event.ms) });
    case 'timeout':
      if (!active) return stay(state);
      // At once, unless the server ends every stream as soon as it began: that would be a busy loop.
      return state.stable ? open(state, [{ type: 'close' }]) : pause(state, config, random);
    case 'upgrade': {
      const best = config.transports[0];
      if (state.phase !== 'open' || best === undefined || best === state.transport) return stay(state);
      // One attempt that does not open is enough to go on with what worked.
      return open({ ...state, transport: best, unopened: FALLBACK_AFTER - 1 }, [{ type: 'close' }]);
    }
    case 'awake':
      return state.phase === 'waiting' && state.error?.retryAfter === undefined ? open(state) : stay(state);
    case 'retry':
      return state.phase === 'waiting' ? open(state) : stay(state);
    case 'complete':
      if (!active) return stay(state);
      return finish({ ...state, phase: 'complete', error: undefined, outcome: event.outcome });
    case 'disconnect':
      if (state.phase === 'closed' || state.phase === 'idle') return stay(state);
      return finish({ ...state, phase: 'closed', error: undefined });
    case 'ended':
      return active ? ended(state, event.error, config, random) : stay(state);
  }
}

function stay(state: ConnectionState): Step {
  return { state, effects: [] };
}

function finish(state: ConnectionState): Step {
  return { state: { ...state, delay: undefined }, effects: [{ type: 'close' }] };
}

function open(state: ConnectionState, before: readonly ConnectionEffect[] = []): Step {
  const generation = state.generation + 1;
  return {
    state: { ...state, phase: 'connecting', generation, delay: undefined, stable: false },
    effects: [...before, { type: 'open', generation, transport: state.transport }],
  };
}

function pause(state: ConnectionState, config: MachineConfig, random: () => number): Step {
  const delay = backoffDelay(1, config.backoff, random);
  return {
    state: { ...state, phase: 'waiting', delay },
    effects: [{ type: 'close' }, { type: 'wait', ms: delay }],
  };
}

function ended(
  state: ConnectionState,
  error: LogStreamError | undefined,
  config: MachineConfig,
  random: () => number,
): Step {
  if (error === undefined && config.completeOnClose)
    return finish({ ...state, phase: 'complete', error: undefined });
  const reason =
    error ??
    new LogStreamError(
      'disconnected',
      'The server closed the stream without saying that the log is complete.',
    );
  if (reason.kind === 'unauthorized' && config.canRefreshToken && !state.tokenRefreshed)
    return open({ ...state, tokenRefreshed: true }, [{ type: 'close' }]);
  if (!reason.retryable || !config.autoReconnect) return finish({ ...state, phase: 'failed', error: reason });

  const failures = state.failures + 1;
  if (failures > config.maxReconnectAttempts)
    return finish({ ...state, phase: 'failed', error: exhausted(failures, reason) });

  const unopened = state.phase === 'connecting' ? state.unopened + 1 : 0;
  const fallback = unopened >= FALLBACK_AFTER ? nextTransport(state.transport, config.transports) : undefined;
  // What worked and broke is a chance to go back to the best.
  const transport =
    fallback ?? (state.phase === 'open' ? (config.transports[0] ?? state.transport) : state.transport);
  const asked = reason.retryAfter === undefined ? state.serverDelay : clampServerDelay(reason.retryAfter);
  const delay = Math.max(backoffDelay(failures, config.backoff, random), asked ?? 0);
  return {
    state: {
      ...state,
      phase: 'waiting',
      failures,
      unopened: fallback ? 0 : unopened,
      transport,
      delay,
      error: reason,
    },
    effects: [{ type: 'close' }, { type: 'wait', ms: delay }],
  };
}

function nextTransport(current: TransportName, all: readonly TransportName[]): TransportName | undefined {
  return all.length < 2 ? undefined : all[(all.indexOf(current) + 1) % all.length];
}

function exhausted(failures: number, last: LogStreamError): LogStreamError {
  const attempts = failures === 1 ? 'the only attempt' : `${failures} attempts in a row`;
  return new LogStreamError('retries-exhausted', `Gave up after ${attempts}. ${last.message}`, {
    cause: last,
    ...(last.status === undefined ? {} : { status: last.status }),
  });
}
