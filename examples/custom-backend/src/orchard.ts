// The adapter: everything Tailrace needs to know about the server in server.ts, which answers with NDJSON.
import { defineBackend } from '@tailrace/core';

/** One line of its NDJSON. */
interface Row {
  readonly n: number;
  readonly at: string;
  readonly severity: 'notice' | 'warning' | 'problem';
  readonly text: string;
  readonly picker?: string;
}

export const orchard = defineBackend<Row>({
  name: 'orchard',
  // The server has lists but no stream, so it is polled. With a stream, list `sse` or `websocket` first.
  transports: ['polling'],
  identity: 'id',
  line: (row) => ({
    id: row.n,
    timestamp: row.at,
    level: row.severity === 'problem' ? 'error' : row.severity,
    message: row.text,
    labels: { service: row.picker },
  }),
  start: ({ id, lines }) => ({ path: ['logs', id], query: { last: lines }, format: 'ndjson' }),
  catchUp: ({ id, cursor }) => ({ path: ['logs', id], query: { since: cursor.since }, format: 'ndjson' }),
  older: ({ id, oldest, limit }) => ({
    path: ['logs', id],
    query: { before: oldest?.id, last: limit },
    format: 'ndjson',
  }),
});
