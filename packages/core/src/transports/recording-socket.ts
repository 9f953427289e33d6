/**
 * A WebSocket class for reconnecting-websocket. The library reports close code 1000 for a refused handshake, and removes its error
 * listener too early; this class reports the true code, and keeps listening.
 */

/** A WebSocket class of a browser, Node or the `ws` package. */
export type SocketClass = typeof globalThis.WebSocket;

/** Receives what happens to the real socket. */
export interface SocketRecorder {
  created(socket: WebSocket): void;
  failed(fault: unknown): void;
  closed(code: number, reason: string): void;
  /** The host refused to construct it: an invalid URL, or `ws:` on an `https:` page. */
  refused(thrown: unknown): void;
}

const CLOSED = 3;

/** Stands in for a socket that could not be created. Throwing inside the library would cause an unhandled rejection. */
const deadSocket = {
  readyState: CLOSED,
  binaryType: 'arraybuffer',
  addEventListener() {},
  removeEventListener() {},
  close() {},
};

/** Creates a class that constructs sockets of the class `Base` and reports to `recorder`. */
export function recordingSocket(Base: SocketClass, recorder: SocketRecorder): unknown {
  function RecordingSocket(url: string): unknown {
    let socket: WebSocket;
    try {
      socket = new Base(url);
    } catch (thrown) {
      recorder.refused(thrown);
      return deadSocket;
    }
    socket.addEventListener('error', (event) => {
      // The `ws` package and Node provide the reason here; browsers do not.
      const { error, message } = event as Event & { error?: unknown; message?: unknown };
      recorder.failed(
        error ?? (typeof message === 'string' && message !== '' ? new Error(message) : undefined),
      );
    });
    socket.addEventListener('close', ({ code, reason }) => recorder.closed(code, String(reason)));
    recorder.created(socket);
    return socket;
  }
  // The library recognises a WebSocket class by these.
  return Object.assign(RecordingSocket, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED });
}
