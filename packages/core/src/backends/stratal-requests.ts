/** Stratal's REST requests and responses. */
import type { Query } from '../lib/http.js';
import { isRecord, readCount, readString } from '../lib/json.js';
import { buildUrl, encodeId } from '../lib/url.js';
import { expectList, expectRecord, jsonQuery, readRows } from './decoding.js';
import type { Malformed } from './source.js';
import type { ListAnswer } from './stratal-size.js';
import type { StratalLog, StratalMessages, StratalRow, StratalType } from './stratal-message.js';

/** The position of a page within its list. */
export interface StratalPagination {
  /** Rows in the whole list; absent if the server does not say. Some servers guess. */
  readonly total?: number | undefined;
  readonly limit: number;
  readonly offset: number;
  /** Rows on this page. */
  readonly count: number;
}

/** The result of the typed list methods. */
export interface StratalLogPage {
  /** In the server's order: oldest first for runs, mostly so for the others. */
  readonly logs: readonly StratalRow[];
  readonly pagination: StratalPagination;
  /** Rows that could not be decoded; they are not in `logs`. */
  readonly malformed: readonly Malformed[];
}

/** Paging of the typed list methods. */
export interface StratalPaging {
  /** Rows wanted, 1–1,000. The server's default is 100. */
  readonly limit?: number;
  /** Rows to skip, from 0. */
  readonly offset?: number;
}

/** Number of connections by transport. */
export interface StratalConnections {
  readonly websocket: number;
  readonly sse: number;
}

/** The result of `streamingStatus()`. */
export interface StratalStreamingStatus {
  readonly status: string;
  readonly connections: {
    /** Clients of the stream of all runs. */
    readonly global: StratalConnections;
    /** By job run id. */
    readonly jobs: Readonly<Record<string, StratalConnections>>;
  };
}

/** The path of Stratal's log API. */
export const ROOT = '/api/v1/logs';

/** One response of a list: as the typed methods return it, and as paging needs it. */
export interface Listed extends ListAnswer<StratalLog> {
  readonly page: StratalLogPage;
}

/** The location of a list. */
export interface ListPlace {
  readonly path: string;
  /** For error messages: "The list of logs of job run 42". */
  readonly what: string;
  /** The type of its rows, if all have the same. */
  readonly type?: StratalType;
}

/** The request for a part of a list. */
export function listQuery(
  base: string,
  place: ListPlace,
  messages: StratalMessages,
  { limit, offset }: StratalPaging,
): Query<Listed> {
  const url = buildUrl(base, ROOT + place.path, { limit, offset });
  return jsonQuery(url, place.what, (answer) => {
    const logs = expectList(answer, 'logs', place.what);
    const { rows, lines, malformed, after } = readRows<StratalLog>(logs, (row) =>
      messages.row(row, place.type),
    );
    const paging = isRecord(answer['pagination']) ? answer['pagination'] : {};
    const total = readCount(paging['total']);
    const served = readCount(paging['limit']);
    return {
      lines,
      malformed,
      after,
      rows: logs,
      total,
      limit: served,
      page: {
        logs: rows as readonly StratalRow[],
        pagination: {
          total,
          limit: served ?? limit ?? logs.length,
          offset: readCount(paging['offset']) ?? offset ?? 0,
          count: readCount(paging['count']) ?? logs.length,
        },
        malformed,
      },
    };
  });
}

export const jobRunList = (id: string): ListPlace => ({
  path: `/job-runs/${encodeId('job run id', id)}`,
  what: `The list of logs of job run ${id}`,
});
export const taskRunList = (id: string): ListPlace => ({
  path: `/task-runs/${encodeId('task run id', id)}`,
  what: `The list of logs of task run ${id}`,
  type: 'task',
});
export const SYSTEM_LIST: ListPlace = { path: '/system', what: 'The list of system logs', type: 'system' };
export const typeList = (type: StratalType): ListPlace => ({
  path: `/type/${type}`,
  what: `The list of ${type} logs`,
  type,
});

function readConnections(value: unknown): StratalConnections {
  const counts = isRecord(value) ? value : {};
  return { websocket: readCount(counts['websocket']) ?? 0, sse: readCount(counts['sse']) ?? 0 };
}

/** The request for the number of connected clients. */
export function statusQuery(base: string): Query<StratalStreamingStatus> {
  return jsonQuery(buildUrl(base, `${ROOT}/stream/status`), 'The streaming status', (answer) => {
    const connections = expectRecord(answer['connections'], 'The connections of the streaming status');
    const jobs = isRecord(connections['jobs']) ? connections['jobs'] : {};
    return {
      status: readString(answer['status']) ?? 'unknown',
      connections: {
        global: readConnections(connections['global']),
        jobs: Object.fromEntries(Object.entries(jobs).map(([id, counts]) => [id, readConnections(counts)])),
      },
    };
  });
}
