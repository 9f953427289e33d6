/**
 * One WebSocket attempt over reconnecting-websocket, which is held to exactly that: its own retries, delays and queue
 * are off, because the connection decides about those. `TransportRequest.headers` cannot be sent on a WebSocket; a
 * backend that wants a token here names a query parameter for it.
 */
import ReconnectingWebSocket from 'reconnecting-websocket';
import { LogStreamError } from '../errors.js';
import { safeCause, showUrl } from '../lib/http-errors.js';
import { closeError } from './close-code.js';
import { cutOff } from './cut-off.js';
import { createInbox } from './inbox.js';
import { createOnceSink } from './once-sink.js';
import { watchNodeSocket } from './node-socket.js';
import { recordingSocket } from './recording-socket.js';
import type { Transport } from './transport.js';

/** The library's own timer is a real one; ours runs on the clock and comes first. */
const NEVER = 2 ** 31 - 1;

/** How long a server may take to answer our close before its socket is torn down. */
const CLOSE_GRACE = 1_000;

/** `http:` → `ws:`, `https:` → `wss:`, without the fragment, which no WebSocket may have. */
function socketUrl(url: string): string {
  return url.replace(/^http/i, 'ws').replace(/#.*$/s, '');
}

function unsupported(): LogStreamError {
  return new LogStreamError(
    'unsupported',
    'This environment has no WebSocket: use Node 22 or newer, or pass a class (for example of the ws package) as options.WebSocket.',
  );
}

function refusedByHost(thrown: unknown, url: string): LogStreamError {
  const name = thrown instanceof Error ? thrown.name : 'Error';
  return new LogStreamError(
    'invalid-argument',
    `This environment refuses to open a WebSocket to ${showUrl(url)} (${name}). Check the base URL; a page on https can only reach a backend on https.`,
    { cause: safeCause(thrown, url) },
  );
}

/** An attempt that did not open in time. */
function timedOut(url: string, ms: number): LogStreamError {
  return new LogStreamError(
    'timeout',
    `${showUrl(url)} did not accept the stream within ${ms} ms. Check that the server is up and no proxy holds it back.`,
  );
}

/** Streams text messages from a WebSocket; binary ones are read as UTF-8. */
export const webSocketTransport: Transport = {
  name: 'websocket',
  open(request, sink, { clock, WebSocket: Base, maxMessageBytes, connectTimeout: timeout }) {
    if (!Base) {
      const own = createOnceSink(sink, () => undefined);
      queueMicrotask(() => own.ended(unsupported()));
      return { close: () => own.mute() };
    }
    const url = socketUrl(request.url);
    let socket: (WebSocket & { terminate?: () => void }) | undefined;
    let opened = false;
    let closed = false;
    let fault: unknown;
    let cancelTeardown = (): void => undefined;
    const tcp = watchNodeSocket(() => socket);

    const recording = recordingSocket(Base, {
      created: (made) => (socket = made),
      failed: (thrown) => (fault = thrown),
      closed(code, reason) {
        closed = true;
        cancelTeardown();
        inbox.whenEmpty(() => own.ended(closeError({ code, reason, opened, fault }, url)));
      },
      // The library is still in the middle of constructing it.
      refused: (thrown) => queueMicrotask(() => own.ended(refusedByHost(thrown, url))),
    });
    const library = new ReconnectingWebSocket(url, undefined, {
      WebSocket: recording,
      maxRetries: 0,
      minReconnectionDelay: 0,
      maxReconnectionDelay: 0,
      minUptime: 0,
      connectionTimeout: NEVER,
      maxEnqueuedMessages: 0,
    });
    library.binaryType = 'arraybuffer';
    const cancelTimeout = clock.schedule(() => own.ended(timedOut(url, timeout)), timeout);
    const own = createOnceSink(sink, () => {
      cancelTimeout();
      tcp.dispose();
      library.close();
      // Not by `readyState`: Node's says CLOSING after it closed.
      if (socket && !closed) cancelTeardown = clock.schedule(teardown, CLOSE_GRACE);
    });
    /** The server did not answer our close. The ws package would wait for half a minute, Node without end. */
    function teardown(): void {
      if (socket?.terminate) socket.terminate();
      else tcp.destroy();
    }
    const inbox = createInbox(maxMessageBytes, {
      frames: own.frames,
      oversize: own.oversize,
      broken: (thrown) => own.ended(cutOff(thrown, url)),
    });

    library.addEventListener('open', () => {
      opened = true;
      cancelTimeout();
      own.opened();
    });
    library.addEventListener('message', ({ data }) => {
      own.activity();
      inbox.take(data);
    });
    return { close: () => own.mute() };
  },
};
