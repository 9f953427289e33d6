import { fail, nothing, ok, warn, type Check } from '../finding.js';
import { needsToken } from '../observations.js';

const UPGRADE =
  'In nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; and proxy_read_timeout above the heartbeat.';

/** A WebSocket opens and stays open. */
export const webSocket: Check = ({ socket }) => {
  if (!socket) return nothing;
  const { status, error } = socket.handshake;
  if (status === 401 || status === 403)
    return fail(
      'websocket',
      `The WebSocket is refused with status ${status}.`,
      'Pass a token that is allowed to read this log.',
    );
  if (status !== 101)
    return fail(
      'websocket',
      `The WebSocket handshake fails: ${status === undefined ? (error ?? 'no answer') : `status ${status}`}.`,
      UPGRADE,
    );
  if (!socket.opened)
    return fail('websocket', 'The WebSocket does not open, although its handshake is accepted.', UPGRADE);
  const code = socket.close?.code;
  if (code === undefined || code === 1000) return ok('websocket', 'The WebSocket opens.');
  return code >= 4000
    ? fail('websocket', `The WebSocket is closed with code ${code}.`, 'Check the token and the id.')
    : warn('websocket', `The WebSocket was lost (close code ${code}).`, UPGRADE);
};

/** A WebSocket without a token is closed with a code that says so. */
export const socketToken: Check = ({ socketWithoutToken: socket, socket: own, backend, hasToken }) => {
  if (!socket || !own?.opened || !(hasToken || needsToken(backend))) return nothing;
  const { status } = socket.handshake;
  const fix =
    'Accept the WebSocket, then close it with code 4001: of a refused handshake, a browser sees only code 1006.';
  if (!socket.opened)
    return status === 401 || status === 403
      ? warn(
          'socket token',
          `Without a token the handshake is refused with ${status}, which no browser can see.`,
          fix,
        )
      : warn('socket token', `Without a token the handshake fails (${status ?? 'no answer'}).`, fix);
  const code = socket.close?.code;
  if (code === 4001) return ok('socket token', 'Without a token the WebSocket is closed with 4001.');
  if (code === undefined)
    return (needsToken(backend) ? fail : warn)(
      'socket token',
      'Without a token the WebSocket can be read.',
      'Check the token before sending lines.',
    );
  return code === 1008 || (code > 4001 && code <= 4499)
    ? warn(
        'socket token',
        `Without a token the WebSocket is closed with ${code}: clients give up and do not learn that the token is missing.`,
        fix,
      )
    : fail(
        'socket token',
        `Without a token the WebSocket is closed with ${code}: clients retry for ever.`,
        fix,
      );
};
