import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, vi } from 'vitest';
import { codespace } from '../backends/codespace.js';
import { createLogFeed } from '../backends/feed.js';
import type { LogSource } from '../backends/source.js';
import type { TokenSource } from '../lib/http.js';
import type { LogStreamOptions } from '../options.js';
import { createSharedStreams, type SharedStreams, type StreamLease } from './shared-streams.js';

const baseUrl = 'http://logs.test';
const task = (token?: TokenSource, id = 't'): LogSource =>
  codespace({ baseUrl, ...(token === undefined ? {} : { token }) }).task(id);

it('gives one stream to all who show the same log in the same way, in whatever order they say how', () => {
  const streams = createSharedStreams();
  const first = streams.acquire(task(), { history: 5, backoff: { base: 500 } });
  const second = streams.acquire(task(), { backoff: { base: 500 }, history: 5 });
  expect(second.stream).toBe(first.stream);
  expect(streams.size).toBe(1);
});

it.each<[string, LogSource, LogStreamOptions]>([
  ['log', task(undefined, 'other'), {}],
  ['token', task('secret'), {}],
  ['number of lines', task(), { history: 5 }],
  ['signal', task(), { signal: new AbortController().signal }],
  ['clock', task(), { clock: { now: () => 0, schedule: () => () => undefined } }],
  ['function', task(), { random: () => 0 }],
])('gives another stream to whoever has another %s', (_what, source, options) => {
  const streams = createSharedStreams();
  const others = {
    signal: new AbortController().signal,
    clock: { now: () => 0, schedule: () => () => undefined },
    random: () => 0,
  };
  const theirs = Object.fromEntries(Object.entries(others).filter(([name]) => name in options));
  const first = streams.acquire(task(), theirs);
  expect(streams.acquire(source, options).stream).not.toBe(first.stream);
  expect(streams.acquire(source, options).stream).not.toBe(first.stream);
  expect(streams.size).toBe(2);
});

it('never gives the stream of one token to another, whoever has left meanwhile', () => {
  const streams = createSharedStreams();
  const [a, b] = [() => 'a', () => 'b'];
  const first = streams.acquire(task(a), {});
  const second = streams.acquire(task(b), {});
  first.release();
  for (const other of ['c', 'd', 'e', 'f'])
    expect(
      streams.acquire(
        task(() => other),
        {},
      ).stream,
    ).not.toBe(second.stream);
  expect(streams.acquire(task(b), {}).stream).toBe(second.stream);
});

it('closes a stream when the last one leaves, however often each says so', () => {
  const streams = createSharedStreams();
  const [first, second] = [streams.acquire(task(), {}), streams.acquire(task(), {})];
  const dispose = vi.spyOn(first.stream, 'dispose');
  first.release();
  first.release();
  const third = streams.acquire(task(), {});
  expect(third.stream).toBe(second.stream);
  second.release();
  expect(dispose).not.toHaveBeenCalled();
  third.release();
  expect(dispose).toHaveBeenCalledTimes(1);
  expect(streams.size).toBe(0);
  expect(streams.acquire(task(), {}).stream).not.toBe(first.stream);
});

it('gives a new stream to whoever opens the log again on hearing that it was closed', () => {
  const streams = createSharedStreams();
  const feed = createLogFeed();
  const first = streams.acquire(feed, {});
  first.stream.connect();
  let again: StreamLease | undefined;
  first.stream.on('status', () => {
    again = streams.acquire(feed, {});
    again.stream.connect();
  });
  first.release();
  expect(again?.stream.getSnapshot().status).toBe('live');
  expect(streams.acquire(feed, {}).stream).toBe(again?.stream);
});

/** Shows a log with a token of its own for a moment. */
function showForAMoment(streams: SharedStreams): WeakRef<() => string> {
  const token = (): string => 'secret';
  streams.acquire(task(token), {}).release();
  return new WeakRef(token);
}

it('forgets the token of a stream that was closed, while others go on', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const streams = createSharedStreams();
  streams.acquire(task(), {});
  const token = showForAMoment(streams);
  await vi.waitFor(() => {
    collectGarbage();
    expect(token.deref() === undefined).toBe(true);
  });
});
