import { ws } from 'msw';
import type { WebSocketHandler } from 'msw';
import type { BackendContext } from '../backend/context.js';
import { credentialsOf, socketRoutes } from '../sessions/socket-routes.js';
import type { SocketRoute } from '../sessions/socket-routes.js';
import type { SocketPeer, SocketRequest } from '../sessions/socket-peer.js';

/** Binds the sessions to the global WebSocket of a page or a Node test. */
export function socketHandlers(context: BackendContext): WebSocketHandler[] {
  const routes = socketRoutes(context);
  return routes.map((route, position) => {
    const link = linkTo(`${context.base.replace(/^http/, 'ws')}${route.path}`);
    return link.addEventListener('connection', ({ client, params, info }) => {
      // MSW runs every handler that matches; only the first, most specific one may answer.
      if (routes.slice(0, position).some((other) => matches(other, client.url))) return;
      const offered = typeof info.protocols === 'string' ? [info.protocols] : (info.protocols ?? []);
      const request: SocketRequest = {
        url: client.url,
        param: (name) => String(params[name] ?? ''),
        credentials: credentialsOf(undefined, client.url.searchParams, offered),
      };
      serve(route, client, request);
    });
  });
}

/** An MSW link listens to a channel of the process for ever, so equal links are created only once. */
const links = new Map<string, ReturnType<typeof ws.link>>();

function linkTo(url: string): ReturnType<typeof ws.link> {
  const link = links.get(url) ?? ws.link(url);
  links.set(url, link);
  return link;
}

/** The part of MSW's client handle that is used here; `socket` exists if the client runs in this process. */
interface MockClient {
  readonly url: URL;
  readonly socket?: WebSocket;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'close', listener: () => void): void;
}

function serve(route: SocketRoute, client: MockClient, request: SocketRequest): void {
  if (route.refusal(request)) {
    // Closed before it opened: of a refused handshake, a page sees only 1006, whatever the status was.
    client.close(1006);
    return;
  }
  const peer: SocketPeer = {
    send: (text, sent) => {
      client.send(text);
      sent();
    },
    close: (code, reason) => {
      // MSW delivers messages a microtask later and drops those of a closing socket, so let them go first.
      queueMicrotask(() => {
        client.close(code, reason);
      });
    },
    cut: () => {
      client.close(1006);
    },
    onGone: (listener) => {
      client.addEventListener('close', listener);
    },
  };
  const { socket } = client;
  if (socket && socket.readyState === 0) {
    socket.addEventListener('open', () => {
      route.open(peer, request);
    });
  } else route.open(peer, request);
}

function matches(route: SocketRoute, url: URL): boolean {
  return !route.path.includes(':') && url.pathname.endsWith(route.path);
}
