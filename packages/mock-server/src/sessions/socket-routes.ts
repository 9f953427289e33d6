import type { BackendContext } from '../backend/context.js';
import type { BackendName } from '../backend/backend-name.js';
import type { Refusal } from '../backend/refusals.js';
import { containerSession } from './container-session.js';
import { containerStatusSession } from './container-status-session.js';
import type { SocketPeer, SocketRequest } from './socket-peer.js';
import { stratalSession } from './stratal-session.js';

/** One WebSocket endpoint, written once for real sockets and for MSW. */
export interface SocketRoute {
  readonly backend: BackendName;
  /** Path with `:name` parameters. */
  readonly path: string;
  /** A refusal of the handshake itself, or undefined to accept. Ask once for each request. */
  refusal(request: SocketRequest): Refusal | undefined;
  /** Serves the accepted socket. */
  open(peer: SocketPeer, request: SocketRequest): void;
}

/** The WebSocket endpoints, most specific first. */
export function socketRoutes(context: BackendContext): SocketRoute[] {
  const routes: SocketRoute[] = [];
  if (context.backends.includes('stratal')) {
    routes.push({
      backend: 'stratal',
      path: '/api/v1/logs/stream/ws',
      refusal: () => context.refusals.take('stratal', 'stream'),
      open: (peer, request) => {
        if (accepted(context, 'stratal', request)) stratalSession(context, peer, request);
        else peer.close(4001, 'Unauthorized');
      },
    });
  }
  if (context.backends.includes('containers')) {
    const refusal = (request: SocketRequest): Refusal | undefined =>
      context.refusals.take('containers', 'stream') ??
      (context.variants.containers.refuse === 'handshake-403' && !accepted(context, 'containers', request)
        ? { status: 403 }
        : undefined);
    const guarded =
      (session: (peer: SocketPeer, request: SocketRequest) => void): SocketRoute['open'] =>
      (peer, request) => {
        if (accepted(context, 'containers', request)) session(peer, request);
        else peer.close(4001, 'Unauthorized');
      };
    routes.push(
      {
        backend: 'containers',
        path: '/api/logs/ws/status',
        refusal,
        open: guarded((peer, request) => {
          if (context.variants.containers.statusShadowed) {
            containerSession(context, peer, { ...request, param: () => 'status' });
          } else containerStatusSession(context, peer);
        }),
      },
      {
        backend: 'containers',
        path: '/api/logs/ws/:service',
        refusal,
        open: guarded((peer, request) => {
          containerSession(context, peer, request);
        }),
      },
    );
  }
  return routes;
}

function accepted(context: BackendContext, backend: BackendName, request: SocketRequest): boolean {
  const tokens = context.tokens[backend];
  return tokens === null || request.credentials.some((credential) => tokens.includes(credential));
}

/** Every token a client may have offered, with the usual prefixes of a subprotocol taken off. */
export function credentialsOf(
  bearer: string | undefined,
  query: URLSearchParams,
  subprotocols: readonly string[],
): string[] {
  const offered = subprotocols.flatMap((name) => [name, name.replace(/^[\w-]+?\./, '')]);
  return [bearer, query.get('token') ?? undefined, ...offered].filter((token) => token !== undefined);
}
