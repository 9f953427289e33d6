/**
 * Codespace task logs: REST with filters and offsets, and an SSE stream that resumes after a timestamp. Every log has an
 * id. Requires a bearer token.
 */
import { checkInteger, checkOneOf, checkTime } from '../lib/arguments.js';
import type { Query } from '../lib/http.js';
import { readCount, readString } from '../lib/json.js';
import { createLevelReader, type LevelReader } from '../lib/level-reader.js';
import { buildUrl, encodeId, readBaseUrl } from '../lib/url.js';
import {
  createCodespaceReader,
  decodeCodespaceFrame,
  type CodespaceLog,
  type CodespaceLogType,
} from './codespace-message.js';
import { expectList, jsonQuery, readLogInto, readRows, withLines, type Rows } from './decoding.js';
import { mapQuery, newestRows, olderRows, type ReadStretch } from './pages.js';
import { readOn, type ListRows, type ReadingPlace } from './read-on.js';
import { createReader, type CallOptions } from './reader.js';
import type { BackendConfig, BackendInfo, LogSource, Malformed, Page, PageRequest } from './source.js';

export type { CodespaceLog, CodespaceLogType } from './codespace-message.js';

/** Filters and paging of {@link CodespaceTask.logs}. */
export interface CodespaceLogQuery {
  /** Rows wanted, 1–500. The server's default is 50. */
  readonly limit?: number;
  /** Rows to skip, from 0. */
  readonly offset?: number;
  readonly logType?: CodespaceLogType;
  /** A part of the step's name; case-insensitive. */
  readonly stepName?: string;
  /** A part of the message; case-insensitive. */
  readonly search?: string;
  /** The server's default is `created_at`. */
  readonly sortBy?: 'created_at' | 'step_name' | 'log_type';
  /** The server's default is `desc`. New rows shift a descending list; an ascending one only grows. */
  readonly sortOrder?: 'asc' | 'desc';
  /** ISO 8601 timestamp; only logs after it. Sent as it is. */
  readonly since?: string | undefined;
}

/** One page of {@link CodespaceTask.logs}. */
export interface CodespaceLogPage {
  readonly status: string;
  /** In the order that was asked for. */
  readonly data: readonly CodespaceLog[];
  /** Logs that match, over all pages. */
  readonly total_count: number;
  readonly has_more: boolean;
  readonly next_offset: number | null;
  readonly message: string;
  /** Rows that could not be decoded; they are not in `data`. */
  readonly malformed: readonly Malformed[];
}

/** Configuration of {@link codespace}. */
export interface CodespaceConfig extends BackendConfig {
  /** Seconds after which the server ends the stream as planned and the client reconnects at once, 30–1,800. The server's default is 300. */
  readonly timeout?: number;
}

/** The log of one task. */
export interface CodespaceTask extends LogSource<CodespaceLog> {
  readonly taskId: string;
  /** Reads one page of logs. Rejects with a `LogStreamError`: `invalid-argument` before anything is sent, `unauthorized`, `not-found`, … */
  logs(query?: CodespaceLogQuery & CallOptions): Promise<CodespaceLogPage>;
}

/** Codespace's entry in the registry. */
export const codespaceInfo: BackendInfo = {
  name: 'codespace',
  transports: ['sse', 'polling'],
  identity: 'id',
};

const LOG_TYPES = ['thinking', 'coding', 'info', 'error', 'success'] as const;
const MAX_LIMIT = 500;

/** One response of the list endpoint: as the typed method returns it, and as paging needs it. */
interface Listed extends ListRows, Pick<Rows<CodespaceLog>, 'after'> {
  readonly page: CodespaceLogPage;
  /** Number of logs on the server, if it says so. */
  readonly total: number | undefined;
  readonly more: boolean;
}

/** Which rows a chain of pages returns. */
interface Forward {
  readonly since?: string | undefined;
  /** At most this many rows. */
  readonly count?: number | undefined;
  /** There are rows before the first one. */
  readonly truncated?: boolean;
}

const ASCENDING = { sortBy: 'created_at', sortOrder: 'asc' } as const;

function createTask(
  config: CodespaceConfig,
  base: string,
  levels: LevelReader,
  taskId: string,
): CodespaceTask {
  const path = `/codespace/task/${encodeId('task id', taskId)}/logs`;
  const title = `task ${taskId}`;
  const send = createReader(config);
  const readLine = createCodespaceReader(levels);

  const list = (query: CodespaceLogQuery): Query<Listed> => {
    const url = buildUrl(base, path, {
      limit: query.limit,
      offset: query.offset,
      log_type: query.logType,
      step_name: query.stepName || undefined,
      search: query.search || undefined,
      sort_by: query.sortBy,
      sort_order: query.sortOrder,
      since: query.since,
    });
    const what = `The list of logs of ${title}`;
    return jsonQuery(url, what, (answer) => {
      const data = expectList(answer, 'data', what);
      const { rows, malformed, after } = readRows(data, readLine);
      const { limit = 50, offset = 0 } = query;
      const received = data.length;
      const reached = offset + received;
      const total = readCount(answer['total_count']);
      const hasMore = answer['has_more'];
      const more = received > 0 && (typeof hasMore === 'boolean' ? hasMore : received >= limit);
      return {
        page: {
          status: readString(answer['status']) ?? 'success',
          data: rows,
          total_count: total ?? reached,
          has_more: more,
          next_offset: more ? (readCount(answer['next_offset']) ?? reached) : null,
          message: readString(answer['message']) ?? '',
          malformed,
        },
        after,
        rows: data,
        total,
        more,
      };
    });
  };

  /** Pages from a place on, oldest first. */
  const forward = (place: ReadingPlace, extra: Forward): PageRequest<CodespaceLog> => {
    const { since, count = Infinity, truncated } = extra;
    const read = (limit: number, offset: number): Query<Listed> =>
      list({ limit, offset, ...ASCENDING, since });
    return readOn(read, place, count, MAX_LIMIT, ({ answer, known, isEnd, next }): Page<CodespaceLog> => {
      const fresh = answer.rows.length - known;
      const left = count - fresh;
      const isOver = isEnd || !answer.more || left <= 0;
      return {
        ...answer.after(known),
        next: isOver ? undefined : forward(next, { ...extra, count: left }),
        truncated,
        total: answer.total,
      };
    });
  };

  const readStretch: ReadStretch<CodespaceLog> = (offset, stretch) => forward({ offset }, stretch);

  /** Asks how many logs there are, and continues with the page that `then` returns. */
  const counted = (then: (total: number | undefined) => Page<CodespaceLog>): PageRequest<CodespaceLog> =>
    mapQuery(list({ limit: 1, offset: 0, ...ASCENDING }), (answer) =>
      then(answer.rows.length === 0 ? 0 : answer.total),
    );

  return {
    backend: codespaceInfo.name,
    key: `codespace ${base} task ${taskId}`,
    title,
    taskId,
    token: config.token,
    transports: codespaceInfo.transports,
    identity: codespaceInfo.identity,
    liveStart: 'since',

    live: (_transport, cursor) => ({
      url: buildUrl(base, `${path}/stream`, { since: cursor?.since, timeout: config.timeout }),
      token: 'header',
    }),

    decode: withLines(
      (frame) => decodeCodespaceFrame(frame, title, readLine),
      ({ event, data }, _transport, lines) => event === 'log' && readLogInto(data, readLine, lines),
    ),

    identify: (line) =>
      line.id ?? `${line.timestamp ?? ''}\n${line.labels['step_name'] ?? ''}\n${line.message}`,

    start: ({ lines }) => counted((total) => newestRows(total, lines, readStretch)),

    catchUp: ({ since }) => forward({ offset: 0 }, { since }),

    older: (request) => counted((total) => olderRows(total, request, readStretch)),

    async logs({ signal, ...query } = {}) {
      checkInteger('limit', query.limit, 1, MAX_LIMIT);
      checkInteger('offset', query.offset, 0);
      checkOneOf('logType', query.logType, LOG_TYPES);
      checkOneOf('sortBy', query.sortBy, ['created_at', 'step_name', 'log_type']);
      checkOneOf('sortOrder', query.sortOrder, ['asc', 'desc']);
      checkTime('since', query.since);
      return (await send(list(query), { signal })).page;
    },
  };
}

/**
 * The Codespace backend at `baseUrl`. `codespace({ baseUrl, token }).task(id)` is the log of one task, for
 * `createLogStream` or `<LogViewer source>`. Throws `invalid-argument` for an invalid configuration.
 */
export function codespace(config: CodespaceConfig): { task(taskId: string): CodespaceTask } {
  const base = readBaseUrl(config);
  checkInteger('timeout', config.timeout, 30, 1800);
  const levels = createLevelReader(config.levels);
  return { task: (taskId) => createTask(config, base, levels, taskId) };
}
