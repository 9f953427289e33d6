/**
 * Runs the effects of the connection machine: opens transports, waits, watches, asks for tokens. What the bytes mean is
 * its host's business.
 */
import type { Cursor, Frame, LiveRequest, LogSource, TransportName } from '../backends/source.js';
import { LogStreamError, toLogStreamError } from '../errors.js';
import { hideToken } from '../lib/hide-token.js';
import { authorise, resolveToken, send } from '../lib/http.js';
import type { ResolvedOptions } from '../options.js';
import { pollLoop } from '../transports/polling.js';
import { transports } from '../transports/registry.js';
import type { TransportConnection, TransportSink } from '../transports/transport.js';
import {
  initialState,
  transition,
  type ConnectionEvent,
  type ConnectionState,
  type MachineConfig,
} from './machine.js';
import { watchEnvironment } from './environment.js';
import { watch, type Watchdog } from './watchdog.js';

/** What a connection reports to, and asks of, the stream it serves. */
export interface ConnectionHost {
  /** REST reads that must come before a live stream is asked for. A rejection ends the attempt. */
  prepare(signal: AbortSignal): Promise<void>;
  cursor(): Cursor | undefined;
  /** A live stream is about to be opened. */
  opening(request: LiveRequest): void;
  /** It stands. `signal` fires when this attempt is over. */
  opened(signal: AbortSignal): void;
  frames(frames: readonly Frame[], transport: TransportName): void;
  oversize(bytes: number): void;
  /** One turn of polling. */
  poll(signal: AbortSignal): Promise<'again' | 'done'>;
  /** The attempt is over; nothing of it comes any more. */
  ended(): void;
  /** The machine made a step. */
  changed(state: ConnectionState): void;
}

export interface Connection {
  readonly state: ConnectionState;
  connect(): void;
  disconnect(): void;
  /** Do not wait any longer. */
  retryNow(): void;
  /** The server was heard to be alive in a payload. */
  heartbeat(): void;
  /** The server was heard elsewhere: a REST read beside a silent stream must not be cut off as a stall. */
  activity(): void;
  /** The log is over. The live stream ends now; the status says so once `work`, what is still being read, is done. */
  finish(work: Promise<void> | undefined, outcome: string | undefined): void;
  /** A planned end. */
  timeout(): void;
  /** The attempt is over for this reason. */
  fail(error: LogStreamError): void;
}

/** Milliseconds after which a stream on a lesser transport looks whether the best one works again. */
const UPGRADE_AFTER = 300_000;

/** See the file's head. Does nothing until `connect()`. */
export function createConnection<Raw>(
  source: LogSource<Raw>,
  options: ResolvedOptions,
  host: ConnectionHost,
): Connection {
  const config: MachineConfig = {
    transports: usableTransports(source, options),
    autoReconnect: options.autoReconnect,
    maxReconnectAttempts: options.maxReconnectAttempts,
    backoff: options.backoff,
    canRefreshToken: typeof source.token === 'function',
    completeOnClose: options.completeOnClose,
  };
  let state = initialState(config);
  let attempt: Attempt | undefined;
  let cancelWait: (() => void) | undefined;
  let unwatch: (() => void) | undefined;

  /** Everything that lives as long as one attempt. */
  interface Attempt {
    readonly generation: number;
    readonly abort: AbortController;
    connection?: TransportConnection;
    watchdog?: Watchdog | undefined;
    cancelStable?: () => void;
    cancelUpgrade?: () => void;
    /** What it was opened with. */
    token?: string | undefined;
    opened: boolean;
  }

  function dispatch(event: ConnectionEvent): void {
    const step = transition(state, event, config, options.random);
    state = step.state;
    if (state.phase !== 'waiting') cancelWait?.();
    for (const effect of step.effects) {
      if (effect.type === 'close') close();
      else if (effect.type === 'open') open(effect.generation, effect.transport);
      else cancelWait = options.clock.schedule(() => dispatch({ type: 'retry' }), effect.ms);
    }
    const active = state.phase === 'connecting' || state.phase === 'open' || state.phase === 'waiting';
    if (active) unwatch ??= watchEnvironment({ awake, thawed });
    else {
      unwatch?.();
      unwatch = undefined;
    }
    host.changed(state);
  }

  function awake(): void {
    attempt?.watchdog?.check();
    dispatch({ type: 'awake' });
  }

  function thawed(): void {
    if (attempt) {
      end(
        attempt,
        new LogStreamError(
          'disconnected',
          'The page was frozen by the browser; its connection is opened anew.',
        ),
      );
      dispatch({ type: 'retry' });
    }
  }

  function close(): void {
    const old = attempt;
    attempt = undefined;
    if (!old) return;
    hangUp(old);
    old.abort.abort();
    host.ended();
  }

  /** Nothing comes any more, and nobody waits for it. */
  function hangUp(current: Attempt): void {
    current.cancelStable?.();
    current.cancelUpgrade?.();
    current.watchdog?.stop();
    current.watchdog = undefined;
    current.connection?.close();
  }

  function open(generation: number, transport: TransportName): void {
    const current: Attempt = { generation, abort: new AbortController(), opened: false };
    attempt = current;
    const run = transport === 'polling' ? poll(current) : stream(current, transport);
    run.catch((thrown: unknown) => {
      end(current, toLogStreamError(thrown, 'network', 'The attempt failed'));
    });
  }

  const isCurrent = (candidate: Attempt): boolean => attempt === candidate;

  function end(ended: Attempt, error: LogStreamError | undefined): void {
    if (!isCurrent(ended)) return;
    const reason = error && state.everOpened ? passing(error) : error;
    dispatch({ type: 'ended', error: reason && hideToken(reason, ended.token) });
  }

  /** Asks for the token. A function that does not answer is given up like a server that does not. */
  function askToken({ abort }: Attempt): Promise<string | undefined> {
    const { clock, connectTimeout } = options;
    return new Promise((resolve, reject) => {
      const cancel = clock.schedule(
        () =>
          reject(
            new LogStreamError('timeout', `The token function did not answer within ${connectTimeout} ms.`),
          ),
        connectTimeout,
      );
      abort.signal.addEventListener('abort', cancel);
      void resolveToken(source.token).then(resolve, reject).finally(cancel);
    });
  }

  function markOpened(current: Attempt): void {
    current.opened = true;
    current.cancelStable = options.clock.schedule(() => {
      if (isCurrent(current)) dispatch({ type: 'stable' });
    }, options.backoff.resetAfter);
    if (state.transport !== config.transports[0])
      current.cancelUpgrade = options.clock.schedule(() => {
        if (isCurrent(current)) dispatch({ type: 'upgrade' });
      }, UPGRADE_AFTER);
    dispatch({ type: 'opened' });
  }

  async function poll(current: Attempt): Promise<void> {
    const { signal } = current.abort;
    await pollLoop({
      interval: options.pollInterval,
      clock: options.clock,
      signal,
      turn: async () => {
        const answer = await host.poll(signal);
        if (isCurrent(current) && !current.opened) markOpened(current);
        return isCurrent(current) ? answer : 'done';
      },
    });
  }

  async function stream(current: Attempt, name: Exclude<TransportName, 'polling'>): Promise<void> {
    const late = transports[name];
    // Comes beside what must be read first. Whether it came is asked below.
    if (!late.here) late.load().catch(() => undefined);
    await host.prepare(current.abort.signal);
    const token = await askToken(current);
    current.token = token;
    const transport = late.here ?? (await late.load());
    if (!isCurrent(current)) return;
    const live = source.live(name, host.cursor());
    host.opening(live);
    current.connection = transport.open(authorise(live.url, live.token, token), sinkOf(current, name), {
      clock: options.clock,
      fetch: options.fetch,
      WebSocket: options.WebSocket,
      maxMessageBytes: options.maxMessageBytes,
      connectTimeout: options.connectTimeout,
    });
  }

  function sinkOf(current: Attempt, name: Exclude<TransportName, 'polling'>): TransportSink {
    return {
      opened() {
        if (!isCurrent(current)) return;
        current.watchdog = watch(
          options.clock,
          (silent) => end(current, stalled(silent)),
          options.stallTimeout,
        );
        markOpened(current);
        if (isCurrent(current)) host.opened(current.abort.signal);
      },
      activity() {
        current.watchdog?.activity();
      },
      frames(frames) {
        if (isCurrent(current)) host.frames(frames, name);
      },
      oversize(bytes) {
        if (isCurrent(current)) host.oversize(bytes);
      },
      retryDelay(ms) {
        if (isCurrent(current)) dispatch({ type: 'server-delay', ms });
      },
      ended(error) {
        if (!isCurrent(current)) return;
        if (current.opened || name !== 'websocket' || !source.probe) end(current, error);
        else void explain(current, error);
      },
    };
  }

  /** A browser does not say why a handshake failed. A REST read with the same token does, for the refusals that are final. */
  async function explain(current: Attempt, error: LogStreamError | undefined): Promise<void> {
    let reason = error;
    try {
      const probe = error?.retryable === false ? undefined : source.probe?.();
      if (probe)
        await send(probe, {
          fetch: options.fetch,
          token: current.token,
          signal: current.abort.signal,
          timeout: options.connectTimeout,
          clock: options.clock,
        });
    } catch (thrown) {
      if (thrown instanceof LogStreamError && !thrown.retryable) reason = thrown;
    }
    end(current, reason);
  }

  return {
    get state() {
      return state;
    },
    connect: () => dispatch({ type: 'connect' }),
    disconnect: () => dispatch({ type: 'disconnect' }),
    retryNow: () => dispatch({ type: 'retry' }),
    heartbeat: () => attempt?.watchdog?.heartbeat(),
    activity: () => attempt?.watchdog?.activity(),
    finish(work, outcome) {
      const current = attempt;
      if (!work) return dispatch({ type: 'complete', outcome });
      if (current) hangUp(current);
      void work.then(() => {
        if (current && isCurrent(current)) dispatch({ type: 'complete', outcome });
      });
    },
    timeout: () => dispatch({ type: 'timeout' }),
    fail: (error) => dispatch({ type: 'ended', error: hideToken(error, attempt?.token) }),
  };
}

/** A token function that throws after it gave a token is out of order for the moment: it may need the network that is down. */
function passing(error: LogStreamError): LogStreamError {
  const { kind, message, cause } = error;
  return kind === 'token' && cause !== undefined
    ? new LogStreamError(kind, message, { cause, retryable: true })
    : error;
}

function stalled(silentFor: number): LogStreamError {
  return new LogStreamError(
    'stalled',
    `Nothing was heard from the server for ${Math.round(silentFor / 1000)} s; the connection counts as dead. It is opened anew by itself.`,
  );
}

/** The source's transports in its order, or the one that was asked for; those this environment cannot have are left out. */
function usableTransports<Raw>(source: LogSource<Raw>, options: ResolvedOptions): readonly TransportName[] {
  if (options.transport !== undefined) {
    if (!source.transports.includes(options.transport))
      throw new LogStreamError(
        'unsupported',
        `${source.backend} (${source.title}) has no ${options.transport} transport. It has: ${source.transports.join(', ') || 'none'}.`,
      );
    return [options.transport];
  }
  const usable = source.transports.filter((name) => name !== 'websocket' || options.WebSocket !== undefined);
  return usable.length > 0 ? usable : source.transports;
}
