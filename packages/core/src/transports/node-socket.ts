/**
 * Node's own WebSocket cannot be terminated: after `close()` it waits forever for a server that may be gone, and keeps the process
 * alive. Node's diagnostics channels tell which TCP socket belongs to it, so that this can be destroyed. In other hosts this does nothing.
 */

/** The TCP socket of one WebSocket, if the host is Node. */
export interface NodeSocket {
  /** Destroys the socket, if it is known. */
  destroy(): void;
  /** Stops listening. */
  dispose(): void;
}

interface TcpSocket {
  readonly localPort?: number;
  destroy(): void;
}

interface DiagnosticsChannels {
  subscribe(name: string, listener: (message: unknown) => void): void;
  unsubscribe(name: string, listener: (message: unknown) => void): void;
}

/** Not an import, because browsers and bundlers could not resolve it. */
function diagnosticsChannels(): DiagnosticsChannels | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => unknown };
  };
  return process?.getBuiltinModule?.('node:diagnostics_channel') as DiagnosticsChannels | undefined;
}

const SENT = 'undici:client:sendHeaders';
const OPENED = 'undici:websocket:open';

/** Finds the TCP socket of a WebSocket. Must be called before the WebSocket is created; listens until it opens or `dispose` is called. */
export function watchNodeSocket(webSocket: () => unknown): NodeSocket {
  const channels = diagnosticsChannels();
  const candidates: TcpSocket[] = [];
  let found: TcpSocket | undefined;

  const onSent = (message: unknown): void => {
    const { request, socket } = message as { request?: { upgrade?: unknown }; socket?: TcpSocket };
    if (request?.upgrade === 'websocket' && socket) candidates.push(socket);
  };
  const onOpened = (message: unknown): void => {
    const { websocket, address } = message as { websocket?: unknown; address?: { port?: number } };
    if (websocket === undefined || websocket !== webSocket()) return; // another WebSocket
    found = candidates.find(({ localPort }) => localPort !== undefined && localPort === address?.port);
    dispose();
  };
  function dispose(): void {
    channels?.unsubscribe(SENT, onSent);
    channels?.unsubscribe(OPENED, onOpened);
    candidates.length = 0;
  }

  channels?.subscribe(SENT, onSent);
  channels?.subscribe(OPENED, onOpened);
  return {
    destroy: () => found?.destroy(),
    dispose,
  };
}
