import type { HttpHandler, WebSocketHandler } from 'msw';
import type { BackendContext } from '../backend/context.js';
import type { BackendName } from '../backend/backend-name.js';
import { codespaceHandlers } from './codespace.js';
import { containersHandlers } from './containers.js';
import { socketHandlers } from './msw-sockets.js';
import { prismqHandlers } from './prismq.js';
import { stratalHandlers } from './stratal.js';

/** The registry: a new backend adds a line here, and one in `socket-routes.ts` if it uses WebSockets. */
const httpHandlers: Readonly<Record<BackendName, (context: BackendContext) => HttpHandler[]>> = {
  codespace: codespaceHandlers,
  prismq: prismqHandlers,
  stratal: stratalHandlers,
  containers: containersHandlers,
};

/** The HTTP handlers of the context's backends. */
export function httpHandlersFor(context: BackendContext): HttpHandler[] {
  return context.backends.flatMap((name) => httpHandlers[name](context));
}

/** All handlers of the context's backends, HTTP and WebSocket. */
export function handlersFor(context: BackendContext): (HttpHandler | WebSocketHandler)[] {
  return [...httpHandlersFor(context), ...socketHandlers(context)];
}
