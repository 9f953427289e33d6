import {
  LogStreamError,
  type LogSource,
  type LogStream,
  type LogStreamOptions,
  type TokenSource,
} from '@tailrace/core';
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import { useLatest } from '../lib/use-latest.js';
import { useTailrace } from '../provider.js';
import { optionsKey } from './options-key.js';

/** A stream that is kept open while its component is mounted. */
export interface StreamLeaseState<Raw> {
  readonly stream: LogStream<Raw> | undefined;
  /** Why no stream could be opened: an invalid option. */
  readonly error: LogStreamError | undefined;
}

/** Options of `useLogStream`. */
export interface UseLogStreamOptions extends LogStreamOptions {
  /** Connect as soon as the stream is open. Default true. */
  readonly autoConnect?: boolean;
}

const NONE: StreamLeaseState<never> = Object.freeze({ stream: undefined, error: undefined });

interface LiveToken {
  newest: () => string | undefined | Promise<string | undefined>;
  readonly ask: () => string | undefined | Promise<string | undefined>;
}

const liveTokens = new WeakMap<object, LiveToken>();

/** Wraps a token function so that the newest version is always called, however often the component creates a new one. */
function liveToken(token: Exclude<TokenSource, string>): LiveToken {
  const known = liveTokens.get(token);
  if (known) return known;
  const live: LiveToken = { newest: token, ask: () => live.newest() };
  liveTokens.set(token, live);
  return live;
}

/**
 * Opens a stream through the service and connects it; releases it on unmount, or when the source's key, its token or an
 * option changes. Sources that are created anew in each render are recognised by their key.
 */
export function useStreamLease<Raw>(
  source: LogSource<Raw> | null | undefined,
  options: UseLogStreamOptions = {},
): StreamLeaseState<Raw> {
  const { service } = useTailrace();
  const { autoConnect = true, ...streamOptions } = options;
  const latest = useLatest({ source, streamOptions });
  const [{ of, state }, setState] = useState<{ readonly of?: object; readonly state: StreamLeaseState<Raw> }>(
    {
      state: NONE,
    },
  );
  const live = useRef<LiveToken>(undefined);
  const sourceKey = source?.key;
  const token = source?.token;
  const fixedToken = typeof token === 'string' ? token : undefined;
  const feed = source?.attach === undefined ? undefined : source;
  const key = optionsKey(streamOptions);
  // A new object whenever another stream is needed.
  const wanted = useMemo(
    () => ({ service, sourceKey, fixedToken, feed, key }),
    [service, sourceKey, fixedToken, feed, key],
  );

  useEffect(() => {
    if (typeof token === 'function' && live.current) live.current.newest = token;
  }, [token]);

  useIsomorphicLayoutEffect(() => {
    const { source: current, streamOptions: given } = latest.current;
    if (!current) return undefined;
    try {
      const lease = service.open(withLiveToken(current, live), given);
      if (autoConnect) lease.stream.connect();
      setState({ of: wanted, state: { stream: lease.stream, error: undefined } });
      return () => {
        setState({ state: NONE });
        // A tick later, because StrictMode or a changed key first mounts the next user of the stream.
        setTimeout(() => lease.release(), 0);
      };
    } catch (thrown) {
      if (!(thrown instanceof LogStreamError)) throw thrown;
      setState({ of: wanted, state: { stream: undefined, error: thrown } });
      return () => setState({ state: NONE });
    }
  }, [service, wanted, autoConnect, latest]);

  // The previous stream is released after this render, and must not be visible in it.
  return of === wanted ? state : NONE;
}

function withLiveToken<Raw>(source: LogSource<Raw>, live: RefObject<LiveToken | undefined>): LogSource<Raw> {
  const { token } = source;
  if (typeof token !== 'function') return source;
  live.current = liveToken(token);
  return Object.create(source, {
    token: { value: live.current.ask, enumerable: true },
  }) as LogSource<Raw>;
}
