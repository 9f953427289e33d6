import { fail, nothing, ok, warn, type Check } from '../finding.js';
import { needsToken } from '../observations.js';

const UPGRADE =
  'In nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; and proxy_read_timeout above the heartbeat.';

/** A WebSocket gets through. */
export const webSocket: Check = ({ socket }) => {
  if (!socket) return nothing;
  const { status, error } = socket.handshake;
  if (status === 401 || status === 403)
    return fail(
      'websocket',
      `The WebSocket is refused with status ${status}.`,
      'Pass a token that may read this log.',
    );
  if (status !== 101)
    return fail(
      'websocket',
      `The WebSocket is not accepted: ${status === undefined ? (error ?? 'no answer') : `status ${status}`}.`,
      UPGRADE,
    );
  if (!socket.opened)
    return fail('websocket', 'The WebSocket does not open, though its handshake is accepted.', UPGRADE);
  const code = socket.close?.code;
  if (code === undefined || code === 1000) return ok('websocket', 'The WebSocket opens.');
  return code >= 4000
    ? fail('websocket', `The WebSocket is closed with code ${code}.`, 'Check the token and the id.')
    : warn('websocket', `The WebSocket was lost (close code ${code}).`, UPGRADE);
};

/** A WebSocket without a token says that this is what is missing. */
export const socketToken: Check = ({ socketWithoutToken: socket, socket: own, backend, hasToken }) => {
  if (!socket || !own?.opened || !(hasToken || needsToken(backend))) return nothing;
  const { status } = socket.handshake;
  const fix =
    'Accept the WebSocket, then close it with code 4001: a browser sees no more of a refused handshake than 1006.';
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
        `Without a token the WebSocket is closed with ${code}: final, and no word of the token.`,
        fix,
      )
    : fail(
        'socket token',
        `Without a token the WebSocket is closed with ${code}: clients try again for ever.`,
        fix,
      );
};
