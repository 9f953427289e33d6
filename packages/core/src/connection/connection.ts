/**
 * Runs the effects of the connection machine: opens transports, waits, watches for stalls, asks for tokens. The host
 * interprets the bytes.
 */
import type { LiveRequest, LogSource } from '../backends/source.js';
import { LogStreamError, toLogStreamError } from '../errors.js';
import { withDeadline } from '../lib/deadline.js';
import { hideToken } from '../lib/hide-token.js';
import { authorise, resolveToken, send } from '../lib/http.js';
import type { ResolvedOptions } from '../options.js';
import { PAYLOAD_LIMIT } from '../transports/payload-limit.js';
import { pollLoop } from '../transports/polling.js';
import { transports, type LiveTransportName } from '../transports/registry.js';
import type { TransportSink } from '../transports/transport.js';
import {
  initialState,
  isActive,
  transition,
  type ConnectionEvent,
  type ConnectionState,
  type MachineConfig,
} from './machine.js';
import { blocks, heldBack, passing, stalled } from './attempt-errors.js';
import type { Attempt, Opening } from './attempt.js';
import { beside, type Asked, type Beside } from './beside.js';
import type { ConnectionHost } from './connection-host.js';
import { watchEnvironment } from './environment.js';
import { usableTransports } from './usable-transports.js';
import { watch } from './watchdog.js';

/** What a stream does with its connection, whatever is at its other end. */
export interface Connection {
  readonly state: ConnectionState;
  connect(): void;
  disconnect(): void;
  /** Makes the next attempt now. */
  retryNow(): void;
}

/** A connection to a server, which its host tells what the payloads mean. */
export interface ServerConnection extends Connection {
  /** A payload was a heartbeat. */
  heartbeat(): void;
  /** The server answered elsewhere: while REST is read, a silent stream must not count as stalled. */
  activity(): void;
  /** The log is over. The live stream ends now; the status becomes `complete` once `work`, the reads in progress, is done. */
  finish(work: Promise<void> | undefined, outcome: string | undefined): void;
  /**
   * REST has new lines beside an open stream. If nothing at all arrives from it now, something on the way holds it back, and another transport is
   * tried. `missed`: they may have been written before it opened; that proves nothing, unless nothing had arrived from the one before either,
   * or twice in a row nothing but a greeting.
   */
  overtaken(missed?: boolean): void;
  /** A planned end. */
  timeout(): void;
  /** The attempt is over for this reason. */
  fail(error: LogStreamError): void;
}

/** Milliseconds within which an open stream must bring something if REST already has new lines. */
const HELD_BACK_AFTER = 5_000;

/** See the file's head. Does nothing until `connect()`. */
export function createConnection<Raw>(
  source: LogSource<Raw>,
  options: ResolvedOptions,
  host: ConnectionHost,
): ServerConnection {
  const config: MachineConfig = {
    ...options,
    transports: usableTransports(source, options),
    canRefreshToken: typeof source.token === 'function',
  };
  let state = initialState(config);
  let attempt: Attempt | undefined;
  let cancelWait: (() => void) | undefined;
  let unwatch: (() => void) | undefined;
  /**
   * How often in a row REST had new lines after a stream that brought a greeting at most until it stalled; one without even a greeting counts as
   * the first of two. -1: the last one was not of that kind.
   */
  let mute = -1;

  /** Applies an event to the machine, then starts and stops effects so that exactly those of the new state are running. */
  function dispatch(event: ConnectionEvent): void {
    state = transition(state, event, config, options.random);
    if (attempt && !(isActive(state) && attempt.generation === state.generation)) close(attempt);
    if (isActive(state) && !attempt) open();
    // A listener that was told of the end may already have dispatched the next event.
    const waiting = state.phase === 'waiting';
    if (waiting)
      cancelWait ??= options.clock.schedule(() => dispatch({ type: 'retry' }), state.delay as number);
    else {
      cancelWait?.();
      cancelWait = undefined;
    }
    if (waiting || isActive(state)) unwatch ??= watchEnvironment({ awake, thawed });
    else {
      unwatch?.();
      unwatch = undefined;
    }
    host.changed(state);
  }

  function awake(): void {
    attempt?.watchdog?.check();
    asked.awake?.();
    dispatch({ type: 'awake' });
  }

  function thawed(): void {
    if (!attempt) return;
    end(
      attempt,
      new LogStreamError('disconnected', 'The browser had frozen the page. The connection is opened anew.'),
    );
    dispatch({ type: 'retry' });
  }

  function close(old: Attempt): void {
    attempt = undefined;
    hangUp(old);
    old.abort.abort();
    host.ended();
  }

  /** Stops everything that belongs to the attempt. */
  function hangUp(current: Attempt): void {
    for (const undo of current.undos.splice(0)) undo();
    current.watchdog = undefined;
  }

  function open(): void {
    const { generation, transport } = state;
    const current: Attempt = { generation, abort: new AbortController(), undos: [], heard: 0, greeting: 0 };
    attempt = current;
    const run = transport === 'polling' ? poll(current) : stream(current, transport);
    run.catch((thrown: unknown) => failed(current, thrown));
  }

  function failed(current: Attempt, thrown: unknown): void {
    end(current, toLogStreamError(thrown, 'network', 'The attempt failed'));
  }

  const isCurrent = (candidate: Attempt): boolean => attempt === candidate;

  function end(ended: Attempt, error: LogStreamError | undefined, isBlocked = false): void {
    if (!isCurrent(ended)) return;
    const reason = error && state.everOpened ? passing(error) : error;
    if (isBlocked) asked.blockedBy = error?.kind;
    mute =
      error?.kind === 'stalled' && ended.heard <= ended.greeting
        ? Math.max(mute, ended.heard === 0 ? 1 : 0)
        : -1;
    dispatch({ type: 'ended', error: reason && hideToken(reason, ended.token), isBlocked });
  }

  /** Asks for the token. A function that does not answer within the connect timeout is given up, like a server. */
  function askToken({ signal }: Opening['abort']): Promise<string | undefined> {
    const { clock, connectTimeout: ms } = options;
    const late = (): LogStreamError =>
      new LogStreamError('timeout', `The token function did not answer within ${ms} ms.`);
    return withDeadline({ ms, clock, signal, late }, () => resolveToken(source.token));
  }

  function markOpened(current: Attempt): void {
    const { clock, backoff } = options;
    current.undos.push(clock.schedule(() => dispatch({ type: 'stable' }), backoff.resetAfter));
    if (state.transport === config.transports[0]) asked.bestAt = clock.now();
    else ask('lookForBetter', current);
    dispatch({ type: 'opened' });
  }

  /** Asks beside an attempt. If the code for it cannot be loaded, the next attempt asks. */
  function ask(question: keyof Beside, current: Attempt): void {
    beside.load().then(
      (questions) => questions[question](asked, current, state.transport),
      () => undefined,
    );
  }

  function poll(current: Attempt): Promise<void> {
    const { signal } = current.abort;
    return pollLoop({
      interval: options.pollInterval,
      clock: options.clock,
      signal,
      turn: async () => {
        const answer = await host.poll(signal);
        if (isCurrent(current) && state.phase === 'connecting') markOpened(current);
        return answer;
      },
    });
  }

  async function stream(current: Attempt, name: LiveTransportName): Promise<void> {
    // Loaded in parallel with the first reads; awaited below.
    if (!transports[name].here) transports[name].load().catch(() => undefined);
    await host.prepare(current.abort.signal);
    await openLive(name, current, (live) => {
      host.opening(live);
      return sinkOf(current, name);
    });
  }

  /** Opens a transport with a token of its own, unless it is no longer wanted. */
  async function openLive(
    name: LiveTransportName,
    opening: Opening,
    begin: (live: LiveRequest) => TransportSink,
  ): Promise<void> {
    const token = await askToken(opening.abort);
    opening.token = token;
    const transport = transports[name].here ?? (await transports[name].load());
    if (opening.abort.signal.aborted) return;
    const live = source.live(name, host.cursor());
    const request = { ...authorise(live, token), firstMessage: live.firstMessage?.(token) };
    const connection = transport.open(request, begin(live), {
      ...options,
      maxMessageBytes: options.maxMessageBytes * PAYLOAD_LIMIT,
      hasFallback: config.transports.at(-1) !== name,
    });
    opening.undos.push(() => connection.close());
  }

  /** A closed transport reports nothing more, so everything that arrives here belongs to the current attempt. */
  function sinkOf(current: Attempt, name: LiveTransportName): TransportSink {
    /** A method of a custom source may throw. Inside the transport, that would be an uncaught error, and the end of a stream that seems live. */
    const guard = (work: () => void): void => {
      try {
        work();
      } catch (thrown) {
        failed(current, thrown);
      }
    };
    return {
      opened() {
        const watchdog = watch(
          options.clock,
          (silent) => end(current, stalled(silent)),
          options.stallTimeout,
        );
        current.watchdog = watchdog;
        current.undos.push(() => watchdog.stop());
        const look = (): void => {
          current.greeting = current.heard;
          if (source.liveStart === 'tail' && current.heard === 0) ask('doubt', current);
        };
        current.undos.push(options.clock.schedule(look, HELD_BACK_AFTER));
        markOpened(current);
        if (isCurrent(current)) guard(() => host.opened(current.abort.signal));
      },
      activity() {
        current.heard += 1;
        current.watchdog?.activity();
      },
      frames: (frames) => guard(() => host.frames(frames, name)),
      oversize: (bytes) => host.oversize(bytes),
      retryDelay: (ms) => dispatch({ type: 'server-delay', ms }),
      ended(error) {
        if (!error && options.completeOnClose) guard(() => host.completed());
        else if (state.phase === 'open' || name !== 'websocket') end(current, error, blocks(error));
        else void explain(current, error);
      },
    };
  }

  /** A browser hides why a handshake failed. A REST read with the same token tells whether it is final, and how long to wait. */
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
      const said = thrown instanceof LogStreamError ? thrown : undefined;
      if (said && (!said.retryable || said.retryAfter !== undefined)) reason = said;
    }
    end(current, reason, reason === error && blocks(error));
  }

  function overtaken(missed = false): void {
    const current = attempt;
    if (!current?.watchdog || (missed && mute++ < 1)) return;
    const { heard } = current;
    const look = (): void => {
      if (current.heard === heard) end(current, heldBack(), true);
    };
    current.undos.push(options.clock.schedule(look, HELD_BACK_AFTER));
  }

  /** This connection, for those who ask beside it. */
  const asked: Asked = {
    source,
    options,
    host,
    transports: config.transports,
    open: openLive,
    dispatch,
    overtaken,
  };
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
      const complete = (): void => {
        if (attempt === current) dispatch({ type: 'complete', outcome });
      };
      if (!work) return complete();
      if (current) hangUp(current);
      void work.then(complete);
    },
    overtaken,
    timeout: () => dispatch({ type: 'timeout' }),
    fail: (error) => dispatch({ type: 'ended', error: hideToken(error, attempt?.token) }),
  };
}
