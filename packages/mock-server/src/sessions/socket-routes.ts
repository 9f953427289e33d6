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
  /** A refusal of the handshake itself, or undefined to accept. Call it once per request. */
  refusal(request: SocketRequest): Refusal | undefined;
  /** Serves the accepted socket. */
  open(peer: SocketPeer, request: SocketRequest): void;
}

/** The WebSocket endpoints, most specific first. */
export function socketRoutes(context: BackendContext): SocketRoute[] {
  const routes = [
    guarded(context, 'stratal', '/api/v1/logs/stream/ws', stratalSession),
    guarded(context, 'containers', '/api/logs/ws/status', (_, peer, request) => {
      if (context.variants.containers.statusShadowed) {
        containerSession(context, peer, { ...request, param: () => 'status' });
      } else containerStatusSession(context, peer);
    }),
    guarded(context, 'containers', '/api/logs/ws/:service', containerSession),
  ];
  return routes.filter(({ backend }) => context.backends.includes(backend));
}

/** An endpoint that may refuse the handshake, and closes with 4001 if the token is not accepted. */
function guarded(
  context: BackendContext,
  backend: BackendName,
  path: string,
  session: (context: BackendContext, peer: SocketPeer, request: SocketRequest) => void,
): SocketRoute {
  return {
    backend,
    path,
    refusal: (request) => {
      const authorised = accepted(context, backend, request);
      const answered = context.received.arrived(
        { backend, kind: 'websocket', method: 'GET', authorised },
        request.url,
      );
      const early = backend === 'containers' && context.variants.containers.refuse === 'handshake-403';
      const refusal =
        context.refusals.take(backend, 'stream') ?? (early && !authorised ? { status: 403 } : undefined);
      answered(refusal ? (refusal.status ?? 503) : 101);
      return refusal;
    },
    open: (peer, request) => {
      if (accepted(context, backend, request)) session(context, peer, request);
      else peer.close(4001, 'Unauthorized');
    },
  };
}

function accepted(context: BackendContext, backend: BackendName, request: SocketRequest): boolean {
  const tokens = context.tokens[backend];
  return tokens === null || request.credentials.some((credential) => tokens.includes(credential));
}

/** Every token that a client may have offered, without the usual prefixes of subprotocols. */
export function credentialsOf(
  bearer: string | undefined,
  query: URLSearchParams,
  subprotocols: readonly string[],
): string[] {
  const offered = subprotocols.flatMap((name) => [name, name.replace(/^[\w-]+?\./, '')]);
  return [bearer, query.get('token') ?? undefined, ...offered].filter((token) => token !== undefined);
}
