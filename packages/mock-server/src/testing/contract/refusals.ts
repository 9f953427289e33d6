import { fields, having, text } from './row.js';
import type { Endpoint, RestRow, Row, SocketRow } from './row.js';

/** How any endpoint can fail: a busy server, or a proxy that answers in its place. */

const answers = (status: number): RestRow => ({
  says: `can answer ${status}`,
  given: ({ control }) => {
    control.refuse({ status, scope: 'all' });
  },
  status,
  body: { detail: text },
});
const plain: RestRow[] = [
  {
    says: 'can be busy, and say when to retry',
    given: ({ control }) => {
      control.refuse({ status: 503, retryAfter: 7, scope: 'all' });
    },
    status: 503,
    headers: { 'retry-after': '7' },
    body: { detail: text },
  },
  {
    says: 'can be hidden by a proxy that answers with its own page',
    given: ({ control }) => {
      control.refuse({ status: 502, html: true, scope: 'all' });
    },
    status: 502,
    headers: { 'content-type': 'text/html' },
    text: having('<html>'),
  },
];
/** For one backend, as an example: every status that a client must handle, final or temporary. */
const statuses = [400, 401, 403, 404, 408, 410, 422, 425, 429, 500, 504].map(answers);
const sockets = (first: readonly unknown[]): SocketRow[] => [
  {
    says: 'can refuse the handshake',
    given: ({ control }) => {
      control.refuse();
    },
    frames: [],
    closes: [1006, ''],
  },
  ...[1000, 1001, 1008, 1011, 4000, 4001, 4499].map((code): SocketRow => ({
    says: `can close with ${code}`,
    then: ({ control }) => {
      control.close(code, 'because');
    },
    frames: first,
    closes: [code, 'because'],
  })),
];

/** The rows of an endpoint, and how it can fail. */
export const withRefusals = (endpoint: Endpoint): Endpoint => {
  const ofSockets = endpoint.rows.some((row: Row) => 'frames' in row);
  // The status stream begins with the full state.
  const first = endpoint.path.endsWith('/ws/status') ? [fields({ type: 'status_update' })] : [];
  const failing = ofSockets
    ? sockets(first)
    : [...plain, ...(endpoint.path.startsWith('/api/runs/') ? statuses : [])];
  return { ...endpoint, rows: [...endpoint.rows, ...failing] };
};
