/**
 * A WebSocket class for reconnecting-websocket to construct. The library reports code 1000 for a refused handshake and
 * takes its error listener off before the host is done with the socket; this class sees the truth and stays listening.
 */

/** The little of a WebSocket that is used here. Browsers, Node and the `ws` package all have it. */
export type SocketClass = typeof globalThis.WebSocket;

/** What happens to the real socket. */
export interface SocketRecorder {
  created(socket: WebSocket): void;
  failed(fault: unknown): void;
  closed(code: number, reason: string): void;
  /** The host refused to construct it: a bad address, or `ws:` on an `https:` page. */
  refused(thrown: unknown): void;
}

const CLOSED = 3;

/** Stands in for a socket that could not be made; a throw inside the library would be an unhandled rejection. */
const deadSocket = {
  readyState: CLOSED,
  binaryType: 'arraybuffer',
  addEventListener() {},
  removeEventListener() {},
  close() {},
};

/** A class that makes sockets of `Base` and tells `recorder` about them. */
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
      // The `ws` package and Node put the reason here; a browser has none to give.
      const { error, message } = event as Event & { error?: unknown; message?: unknown };
      recorder.failed(
        error ?? (typeof message === 'string' && message !== '' ? new Error(message) : undefined),
      );
    });
    socket.addEventListener('close', ({ code, reason }) => recorder.closed(code, String(reason)));
    recorder.created(socket);
    return socket;
  }
  // How the library knows a WebSocket class when it sees one.
  return Object.assign(RecordingSocket, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED });
}
