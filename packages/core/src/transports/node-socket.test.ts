import { channel } from 'node:diagnostics_channel';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { watchNodeSocket } from './node-socket.js';

const SENT = channel('undici:client:sendHeaders');
const OPENED = channel('undici:websocket:open');

afterEach(() => vi.unstubAllGlobals());

const tcp = (localPort?: number) => ({ localPort, destroy: vi.fn() });

/** What Node tells of a WebSocket that is opened over this TCP socket. */
function open(websocket: unknown, socket: { readonly localPort: number | undefined }): void {
  SENT.publish({ request: { upgrade: 'websocket' }, socket });
  OPENED.publish({ websocket, address: { port: socket.localPort } });
}

describe('watchNodeSocket', () => {
  it('destroys the TCP socket of its own WebSocket, and no other', () => {
    const own = {};
    const mine = tcp(4);
    const others = [tcp(1), tcp(2), tcp(3), tcp()];
    const watched = watchNodeSocket(() => own);
    open({}, others[0] as ReturnType<typeof tcp>);
    // A request over HTTP whose socket has the same number at another address, and a message without a socket.
    SENT.publish({ request: { upgrade: null }, socket: others[1] });
    SENT.publish({ request: { upgrade: 'websocket' } });
    SENT.publish({ request: { upgrade: 'websocket' }, socket: others[3] });
    open(own, mine);
    open({}, others[2] as ReturnType<typeof tcp>);
    watched.destroy();
    expect(mine.destroy).toHaveBeenCalledTimes(1);
    for (const other of others) expect(other.destroy).not.toHaveBeenCalled();
  });

  it('destroys nothing if it does not know which is its own', () => {
    const own: { webSocket?: object } = {};
    const sockets = [tcp(1), tcp()];
    const watched = watchNodeSocket(() => own.webSocket);
    for (const socket of sockets) SENT.publish({ request: { upgrade: 'websocket' }, socket });
    OPENED.publish({ address: { port: 1 } });
    own.webSocket = {};
    OPENED.publish({ websocket: own.webSocket });
    watched.destroy();
    for (const socket of sockets) expect(socket.destroy).not.toHaveBeenCalled();
  });

  it('listens until its WebSocket opens, or it is disposed', () => {
    const listening = (): boolean[] => [SENT, OPENED].map(({ hasSubscribers }) => hasSubscribers);
    const heard = listening();
    const own = {};
    const watched = watchNodeSocket(() => own);
    expect(listening()).toEqual([true, true]);
    open(own, tcp(1));
    expect(listening()).toEqual(heard);
    watched.dispose();
    watchNodeSocket(() => own).dispose();
    expect(listening()).toEqual(heard);
  });

  it('does nothing in a host that is not Node', () => {
    vi.stubGlobal('process', undefined);
    const watched = watchNodeSocket(() => ({}));
    expect(() => watched.destroy()).not.toThrow();
    expect(() => watched.dispose()).not.toThrow();
  });
});
