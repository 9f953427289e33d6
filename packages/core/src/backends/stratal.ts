/**
 * Stratal: logs of job runs, task runs and the system, over WebSocket or SSE from "now" on, and from REST lists. Live logs
 * carry no id: lines are recognised by time, task run, stream and message, and copies are counted.
 */
import { checkDate, checkInteger, checkOneOf } from '../lib/arguments.js';
import { createLevelReader, type LevelReader } from '../lib/level-reader.js';
import { logFileName } from '../lib/log-file-name.js';
import { parseTime } from '../lib/time.js';
import { buildUrl, readBaseUrl } from '../lib/url.js';
import { withLines } from './decoding.js';
import { EMPTY_PAGE, mapQuery } from './pages.js';
import { createReader, type CallOptions } from './reader.js';
import type { BackendConfig, BackendInfo, Cursor, LogSource, PageRequest, TransportName } from './source.js';
import { newest, older, since } from './stratal-lists.js';
import { merged, type MergeOptions } from './stratal-merge.js';
import {
  createStratalMessages,
  STRATAL_TYPES,
  stratalKey,
  type StratalLog,
  type StratalScope,
  type StratalType,
} from './stratal-message.js';
import {
  jobRunList,
  listQuery,
  ROOT,
  statusQuery,
  SYSTEM_LIST,
  taskRunList,
  typeList,
  type ListPlace,
  type StratalLogPage,
  type StratalPaging,
  type StratalStreamingStatus,
} from './stratal-requests.js';
import type { List } from './stratal-size.js';

/** Configuration of {@link stratal}. */
export interface StratalConfig extends BackendConfig {
  /** The transport to try first. Default `websocket`; the others follow in the order websocket, sse, polling. */
  readonly transport?: TransportName | undefined;
}

export type { StratalLog, StratalType, StratalRow } from './stratal-message.js';
export type {
  StratalConnections,
  StratalLogPage,
  StratalPagination,
  StratalPaging,
  StratalStreamingStatus,
} from './stratal-requests.js';

/** One log of Stratal. The `raw` of a line that came from REST is a {@link StratalRow}. */
export type StratalSource = LogSource<StratalLog>;

/** The Stratal backend. Its REST methods reject with a `LogStreamError`: `invalid-argument` before anything is sent, `not-found`, … */
export interface Stratal {
  /** Job and task logs of one job run. */
  jobRun(id: string): StratalSource;
  /** Logs of one task run, filtered from the stream of all runs. */
  taskRun(id: string): StratalSource;
  /** System logs, filtered from the stream of all runs. */
  system(): StratalSource;
  /** Logs of one type, across all runs. */
  type(type: StratalType): StratalSource;
  /** Logs of all runs and of the system. */
  all(): StratalSource;
  /** Stored lines of a job run and its tasks. */
  jobRunLogs(id: string, paging?: StratalPaging & CallOptions): Promise<StratalLogPage>;
  /** Stored lines of one task run. */
  taskRunLogs(id: string, paging?: StratalPaging & CallOptions): Promise<StratalLogPage>;
  /** Stored lines of the system, which belong to no job. */
  systemLogs(paging?: StratalPaging & CallOptions): Promise<StratalLogPage>;
  /** Stored lines of one type. */
  logsByType(type: StratalType, paging?: StratalPaging & CallOptions): Promise<StratalLogPage>;
  /** How many clients are connected, in total and per job run. */
  streamingStatus(options?: CallOptions): Promise<StratalStreamingStatus>;
}

/** Stratal's entry in the registry. */
export const stratalInfo: BackendInfo = {
  name: 'stratal',
  transports: ['websocket', 'sse', 'polling'],
  identity: 'count',
};

/** The most lines that the log of all runs can load: its lists cannot be paged by one offset, so all lines are read again. */
const MAX_MERGED = 10_000;

interface Connected {
  readonly config: StratalConfig;
  readonly base: string;
  readonly levels: LevelReader;
}

interface SourcePlan {
  readonly kind: string;
  readonly title: string;
  readonly scope: StratalScope;
  /** One list, or several that make up the log. */
  readonly lists: readonly ListPlace[];
}

function createSource({ config, base, levels }: Connected, plan: SourcePlan): StratalSource {
  const { scope, title } = plan;
  const isRun = scope.jobRunId !== undefined || scope.taskRunId !== undefined;
  const messages = createStratalMessages(levels, scope, title);
  const lists = plan.lists.map((place): List<StratalLog> => ({
    read: (limit, offset) => listQuery(base, place, messages, { limit, offset }),
    oldestFirst: isRun,
    single: scope.taskRunId !== undefined,
  }));
  const [only] = lists as [List<StratalLog>, ...List<StratalLog>[]];
  const one = lists.length === 1;
  /** Merges all lists. `from`: where to read a list again that had no rows; without it, no list is read again. */
  const all = (
    rowsOf: (list: List<StratalLog>) => PageRequest<StratalLog>,
    options: MergeOptions,
    from?: Cursor,
  ): PageRequest<StratalLog> =>
    merged(
      lists.map((list) => ({
        rows: rowsOf(list),
        ...(from === undefined
          ? {}
          : {
              again: (time) => since(list, time === undefined ? from : { delivered: 0, sinceTime: time }),
            }),
      })),
      options,
    );

  return {
    backend: stratalInfo.name,
    key: `stratal ${base} ${plan.kind}`,
    title,
    token: config.token,
    transports: transportsOf(config.transport),
    identity: stratalInfo.identity,
    liveStart: 'now',
    failsWhenMissing: isRun,

    live: (transport) => ({
      url: buildUrl(base, `${ROOT}/stream/${transport === 'websocket' ? 'ws' : 'sse'}`, {
        job_run_id: scope.jobRunId,
      }),
      // Browsers cannot set headers on a WebSocket.
      token: transport === 'websocket' ? { query: 'token' } : 'header',
    }),
    decode: withLines(
      (frame) => messages.decode(frame),
      (frame, _transport, lines) => messages.decodeLines(frame, lines),
    ),
    identify: stratalKey,

    start: (request) => {
      const lines = Math.max(1, request.lines);
      return one
        ? newest(only, { lines })
        : all((list) => newest(list, { lines }), { limit: lines }, { delivered: 0 });
    },
    catchUp: (cursor) => {
      if (one) return since(only, cursor);
      const known = cursor.lastTimestamp;
      const knownUntil = known === undefined ? undefined : parseTime(known);
      return all((list) => since(list, cursor), { knownUntil }, cursor);
    },
    older: (request) => {
      const lines = Math.min(MAX_MERGED, request.newer + request.limit);
      // If no line is held, rows that are written meanwhile are not newer than those held, but part of the log.
      const from = request.oldest === undefined ? { delivered: 0 } : undefined;
      return one ? older(only, request) : all((list) => newest(list, { lines }), { limit: lines }, from);
    },
    probe: () =>
      scope.jobRunId === undefined
        ? mapQuery(statusQuery(base), () => EMPTY_PAGE)
        : mapQuery(only.read(1, 0), ({ lines, malformed }) => ({ lines, malformed })),
    ...(scope.jobRunId !== undefined && { download: downloadOf(base, scope.jobRunId) }),
  };
}

function downloadOf(base: string, jobRunId: string): NonNullable<LogSource['download']> {
  return ({ date } = {}) => {
    checkDate('date', date);
    return {
      url: buildUrl(base, `${ROOT}${jobRunList(jobRunId).path}/download`, { date }),
      token: 'header',
      filename: logFileName(date === undefined ? jobRunId : `${jobRunId}-${date}`),
    };
  };
}

function transportsOf(first: TransportName | undefined): readonly TransportName[] {
  const { transports } = stratalInfo;
  return first === undefined ? transports : [first, ...transports.filter((name) => name !== first)];
}

/**
 * The Stratal backend at `baseUrl` (what comes before `/api/v1`). `stratal({ baseUrl }).jobRun(id)` is the log of one job
 * run. Throws `invalid-argument` for an invalid configuration.
 */
export function stratal(config: StratalConfig): Stratal {
  const base = readBaseUrl(config);
  checkOneOf('transport', config.transport, stratalInfo.transports);
  const levels = createLevelReader(config.levels);
  const connected: Connected = { config, base, levels };
  const send = createReader(config);
  const plainMessages = createStratalMessages(levels, {}, 'the log');

  const logs = async (
    place: ListPlace,
    { signal, ...paging }: StratalPaging & CallOptions = {},
  ): Promise<StratalLogPage> => {
    checkInteger('limit', paging.limit, 1, 1_000);
    checkInteger('offset', paging.offset, 0);
    return (await send(listQuery(base, place, plainMessages, paging), { signal })).page;
  };
  const checkType = (type: StratalType): StratalType => {
    checkOneOf('type', String(type), STRATAL_TYPES);
    return type;
  };
  const ofType = (type: StratalType, place: ListPlace): StratalSource =>
    createSource(connected, {
      kind: `type ${type}`,
      title: `${type} logs`,
      scope: { type },
      lists: [place],
    });

  return {
    jobRun: (id) =>
      createSource(connected, {
        kind: `job-run ${id}`,
        title: `job run ${id}`,
        scope: { jobRunId: id },
        lists: [jobRunList(id)],
      }),
    taskRun: (id) =>
      createSource(connected, {
        kind: `task-run ${id}`,
        title: `task run ${id}`,
        scope: { taskRunId: id },
        lists: [taskRunList(id)],
      }),
    system: () => ofType('system', SYSTEM_LIST),
    type: (type) => (checkType(type) === 'system' ? ofType(type, SYSTEM_LIST) : ofType(type, typeList(type))),
    all: () =>
      createSource(connected, {
        kind: 'all',
        title: 'all runs',
        scope: {},
        lists: STRATAL_TYPES.map(typeList),
      }),

    jobRunLogs: async (id, paging) => logs(jobRunList(id), paging),
    taskRunLogs: async (id, paging) => logs(taskRunList(id), paging),
    systemLogs: (paging) => logs(SYSTEM_LIST, paging),
    logsByType: async (type, paging) => logs(typeList(checkType(type)), paging),
    streamingStatus: (options) => send(statusQuery(base), options),
  };
}
