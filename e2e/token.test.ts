/**
 * An expired token: the client asks for a new one once and continues where it was. A token that is refused again ends the
 * stream with an error, and appears in no message, log, key or resume token.
 */
import {
  codespace,
  containers,
  createLogStream,
  stratal,
  type LogSource,
  type LogStream,
  type TokenSource,
  type TransportName,
} from '@tailrace/core';
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { numbered } from './support/lines.js';

const EXPIRED = 'expired-t0ken';
const FRESH = 'fresh-t0ken';
const SECRET = /t0ken/;
const PATIENCE = { timeout: 20_000 };

type Guarded = readonly [
  string,
  TransportName,
  (config: { readonly baseUrl: string; readonly token: TokenSource }) => LogSource,
];
const guarded: readonly Guarded[] = [
  ['codespace', 'sse', (config) => codespace(config).task('demo')],
  ['codespace', 'polling', (config) => codespace(config).task('demo')],
  ['stratal', 'websocket', (config) => stratal(config).jobRun('demo')],
  ['stratal', 'sse', (config) => stratal(config).jobRun('demo')],
  ['stratal', 'polling', (config) => stratal(config).jobRun('demo')],
  ['containers', 'websocket', (config) => containers({ ...config, tail: 10_000 }).service('demo')],
  ['containers', 'polling', (config) => containers(config).service('demo')],
];

let server: RunningServer;
let stream: LogStream | undefined;
/** What was written to the console. */
const said: string[] = [];
beforeEach(async () => {
  server = await serve({ port: 0, scenario: 'none' });
  if (!server.store.run('demo')) server.store.createRun({ id: 'demo' });
  server.control.append('demo', 100);
  server.control.setTokens({ codespace: [FRESH], stratal: [FRESH], containers: [FRESH] });
  for (const method of ['debug', 'log', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => void said.push(words.join(' ')));
});
afterEach(async () => {
  stream?.dispose();
  stream = undefined;
  await server.close();
  vi.restoreAllMocks();
  said.length = 0;
});

/** Everything an error reveals: message, stack, fields, causes. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? String(error);
  const cause = error.cause === undefined ? '' : wordsOf(error.cause);
  return [error.message, error.stack, JSON.stringify(error), cause].join('\n');
}

/** A stream, with a record of its requests and errors. `token` is passed the number of refusals so far. */
function open([, transport, sourceOf]: Guarded, token: (refusals: number) => string) {
  const urls: string[] = [];
  const told: string[] = [];
  let refusals = 0;
  class WatchedSocket extends WebSocket {
    constructor(url: string) {
      super(url);
      urls.push(url);
      this.addEventListener('close', ({ code }) => (refusals += code === 4001 ? 1 : 0));
    }
  }
  const source = sourceOf({ baseUrl: server.url, token: () => token(refusals) });
  const opened = (stream = createLogStream(source, {
    transport,
    pollInterval: 20,
    backoff: { base: 10, cap: 20, floor: 1 },
    WebSocket: WatchedSocket as typeof WebSocket,
    fetch: async (input, init) => {
      urls.push(input instanceof Request ? input.url : input.toString());
      const response = await fetch(input, init);
      refusals += response.status === 401 ? 1 : 0;
      return response;
    },
  }));
  opened.on('error', (error) => told.push(wordsOf(error)));
  opened.connect();
  return {
    stream: opened,
    shown: () =>
      opened.getSnapshot().items.map((item) => (item.kind === 'log' ? item.message : `gap ${item.reason}`)),
    /** The token appears nowhere but in headers. */
    keepsItsSecret(): void {
      const { error } = opened.getSnapshot();
      told.push(wordsOf(error), source.key, source.title, opened.resumeToken() ?? '', ...said);
      expect(told.join('\n')).not.toMatch(SECRET);
      // Browsers cannot send headers with a WebSocket, so the protocol puts the token into its query.
      expect(urls.filter((url) => !url.startsWith('ws')).join('\n')).not.toMatch(SECRET);
      expect(urls.length).toBeGreaterThan(0);
    },
  };
}

/** Returns the expired token until it is refused, as a cache would. */
const renewing = (refusals: number): string => (refusals === 0 ? EXPIRED : FRESH);

describe.each(guarded)('%s over %s', (...pair) => {
  const [backend, transport] = pair;
  const flowing = transport === 'polling' ? 'polling' : 'live';

  it('asks once more if the first token is refused, and starts', async () => {
    const { stream, shown, keepsItsSecret } = open(pair, renewing);
    await vi.waitFor(() => expect(shown()).toEqual(numbered(100)), PATIENCE);
    await vi.waitFor(() => expect(stream.getSnapshot().status).toBe(flowing), PATIENCE);
    keepsItsSecret();
  });

  it.each(['cut', 'closed'] as const)(
    'asks once more if the token has expired when the connection is %s, and loses nothing',
    async (how) => {
      server.control.setTokens({ [backend]: [EXPIRED] });
      const { stream, shown, keepsItsSecret } = open(pair, renewing);
      await vi.waitFor(() => expect(shown()).toEqual(numbered(100)), PATIENCE);
      server.control.setTokens({ [backend]: [FRESH] });
      server.control.append('demo', 100);
      if (how === 'cut') server.control.cut();
      else server.control.close(4001, 'Unauthorized');
      server.control.append('demo', 100);
      await vi.waitFor(() => expect(shown()).toEqual(numbered(300)), PATIENCE);
      await vi.waitFor(() => expect(stream.getSnapshot().status).toBe(flowing), PATIENCE);
      expect(stream.getSnapshot().ledger).toMatchObject({ stored: 300, dropped: 0, malformed: 0, gaps: 0 });
      keepsItsSecret();
    },
  );

  it('fails if the token is refused twice, and says what to do', async () => {
    const token = vi.fn(() => EXPIRED);
    const { stream, shown, keepsItsSecret } = open(pair, token);
    await vi.waitFor(() => expect(stream.getSnapshot().status).toBe('failed'), PATIENCE);
    const { error } = stream.getSnapshot();
    expect(error).toMatchObject({ kind: 'unauthorized', retryable: false });
    expect(error?.message).toMatch(/was given no valid token \((401|close code 4001)\)\. Pass one\./);
    expect(shown()).toEqual([]);
    // Two attempts, each with a list and a live connection at most.
    expect(token.mock.calls.length).toBeLessThanOrEqual(4);
    expect(token.mock.calls.length).toBeGreaterThanOrEqual(2);
    keepsItsSecret();
  });
});

describe('containers with a refused handshake', () => {
  const pair = guarded.find(([backend, transport]) => backend === 'containers' && transport === 'websocket');

  // A browser learns only that the handshake failed; the list says why.
  it('asks once more for the token, then fails', async () => {
    server.control.setVariants({ containers: { refuse: 'handshake-403' } });
    const { stream, keepsItsSecret } = open(pair as Guarded, () => EXPIRED);
    await vi.waitFor(() => expect(stream.getSnapshot().status).toBe('failed'), PATIENCE);
    expect(stream.getSnapshot().error).toMatchObject({ kind: 'unauthorized', status: 401 });
    keepsItsSecret();
  });

  it('continues with a fresh token', async () => {
    server.control.setVariants({ containers: { refuse: 'handshake-403' } });
    const { shown, keepsItsSecret } = open(pair as Guarded, renewing);
    await vi.waitFor(() => expect(shown()).toEqual(numbered(100)), PATIENCE);
    keepsItsSecret();
  });
});
