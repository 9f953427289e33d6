import { defineBackend, type ListEndpoint } from '@tailrace/core';

interface Row {
  readonly id: number;
  readonly at: string;
  readonly level: string;
  readonly message: string;
}
interface Answer {
  readonly lines: readonly Row[];
  /** Where the next page starts. */
  readonly next: { readonly since: string; readonly after: number } | null;
  readonly total: number;
  readonly status: string;
}

/** A page of a list, and its next page. */
const page = (id: string, query: Record<string, string | number | undefined>): ListEndpoint => ({
  path: ['runs', id, 'lines'],
  query,
  rows: (body) => (body as Answer).lines,
  next: (body) => {
    const { next } = body as Answer;
    return next === null ? undefined : page(id, { ...query, ...next });
  },
  about: (body) => {
    const { total, status } = body as Answer;
    return status === 'running' ? { total } : { total, complete: { status } };
  },
});

export const runs = defineBackend<Row>({
  name: 'runs',
  transports: ['sse', 'polling'],
  identity: 'id',
  liveStart: 'since',
  line: (row) => ({ id: row.id, timestamp: row.at, level: row.level, message: row.message }),
  live: ({ id, cursor }) => ({ path: ['runs', id, 'stream'], query: { since: cursor?.since } }),
  start: ({ id, lines }) => page(id, { last: lines }),
  catchUp: ({ id, cursor }) => page(id, { since: cursor.since, limit: 1_000 }),
  older: ({ id, oldest, limit }) => page(id, { last: limit, until: oldest?.timestamp, before: oldest?.id }),
});
