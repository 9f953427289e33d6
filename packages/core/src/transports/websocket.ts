/**
 * One WebSocket attempt with reconnecting-websocket. The library's retries, delays and queue are disabled, because the connection
 * decides about those. `TransportRequest.headers` cannot be sent on a WebSocket, so backends send the token in the query.
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

/** Disables the library's timeout, which uses a real timer; ours runs on the clock. */
const NEVER = 2 ** 31 - 1;

/** Milliseconds that a server may take to answer our close before the socket is terminated. */
const CLOSE_GRACE = 1_000;

/** `http:` → `ws:`, `https:` → `wss:`, without the fragment, which is not allowed for a WebSocket. */
function socketUrl(url: string): string {
  return url.replace(/^http/i, 'ws').replace(/#.*$/s, '');
}

function unsupported(): LogStreamError {
  return new LogStreamError(
    'unsupported',
    'This environment has no WebSocket. Use Node 22 or newer, or pass a class (for example of the ws package) as options.WebSocket.',
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

/** The error for an attempt that did not open in time. */
function timedOut(url: string, ms: number): LogStreamError {
  return new LogStreamError(
    'timeout',
    `${showUrl(url)} did not accept the stream within ${ms} ms. Check that the server is up and no proxy blocks it.`,
  );
}

/** Receives text messages from a WebSocket; binary ones are decoded as UTF-8. */
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
      // Later, because the library is still constructing it.
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
      try {
        library.close();
      } catch {
        // A class of the caller's own refuses: it is terminated below, if it can be, and nobody hears it any more.
      }
      // `readyState` would not do: in Node it stays CLOSING after the close.
      if (socket && !closed) cancelTeardown = clock.schedule(teardown, CLOSE_GRACE);
    });
    /** The server has not answered our close. The ws package would wait for half a minute, Node forever. */
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
      if (request.firstMessage) library.send(request.firstMessage);
      own.opened();
    });
    library.addEventListener('message', ({ data }) => {
      own.activity();
      inbox.take(data);
    });
    return { close: () => own.mute() };
  },
};
