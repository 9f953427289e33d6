/**
 * Node's own WebSocket has no way to give up a connection: after `close()` it waits, without end, for a server that may
 * be gone, and keeps the process alive meanwhile. Node tells through its diagnostics channels which TCP socket is
 * behind it; with that, it can be destroyed. Everywhere else nothing of this is there, and nothing is done.
 */

/** The TCP socket behind one WebSocket, where Node tells. */
export interface NodeSocket {
  /** Destroys it, if it is known. */
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

/** Without an import, which browsers and bundlers would trip over. */
function diagnosticsChannels(): DiagnosticsChannels | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => unknown };
  };
  return process?.getBuiltinModule?.('node:diagnostics_channel') as DiagnosticsChannels | undefined;
}

const SENT = 'undici:client:sendHeaders';
const OPENED = 'undici:websocket:open';

/** Listens for the TCP socket of one WebSocket, from before it is made until it is open or given up. */
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
    if (websocket === undefined || websocket !== webSocket()) return; // another one that opens at the same time
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
