/**
 * PrismQ runs: polling, an SSE stream that replays the run's buffer on every connection, and a download of the whole file.
 * Logs have no id: lines are recognised by timestamp, level and message, and copies are counted.
 */
import type { DecodedLine } from '../entry.js';
import { invalidArgument } from '../errors.js';
import { checkInteger, checkTime, clamp } from '../lib/arguments.js';
import type { Query } from '../lib/http.js';
import { isRecord, readCount, readString } from '../lib/json.js';
import { createLevelReader, type LevelReader } from '../lib/level-reader.js';
import { lineLevel } from '../lib/line-level.js';
import { logFileName } from '../lib/log-file-name.js';
import { buildUrl, encodeId, readBaseUrl } from '../lib/url.js';
import {
  expectList,
  jsonQuery,
  protocolError,
  readLog,
  readLogInto,
  readRows,
  sentenceOf,
  serverRefused,
  statusOf,
  unknownPayload,
  withLines,
} from './decoding.js';
import { NO_LABELS } from './label-cache.js';
import { makeLine, type LineReader } from './make-line.js';
import { mapQuery, stepTo } from './pages.js';
import { createReader, type CallOptions } from './reader.js';
import type {
  BackendConfig,
  BackendInfo,
  Frame,
  LogSource,
  Malformed,
  Page,
  PageRequest,
  Signal,
} from './source.js';

/** A log as the server sends it, over REST and on the stream. A line read from the download has only `message`. */
export interface PrismqLog {
  /** ISO 8601, with microseconds. */
  readonly timestamp: string;
  readonly level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';
  readonly message: string;
}

/** The status of a run. */
export type PrismqStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

/** What the server says about a run; servers may add fields. */
export interface PrismqRunInfo {
  readonly run_id: string;
  readonly status: PrismqStatus;
  readonly [field: string]: unknown;
}

/** Parameters of {@link PrismqRun.logs}. */
export interface PrismqLogQuery {
  /** At most this many newest lines, from 1. The server's default is 500. */
  readonly tail?: number;
  /** ISO 8601 timestamp; only lines after it. Sent as it is. */
  readonly since?: string | undefined;
}

/** The result of {@link PrismqRun.logs}. */
export interface PrismqLogPage {
  readonly run_id: string;
  /** Oldest first. */
  readonly logs: readonly PrismqLog[];
  /** Total number of lines of the run. */
  readonly total_lines: number;
  /** There are older lines than these. */
  readonly truncated: boolean;
  /** Rows that could not be decoded; they are not in `logs`. */
  readonly malformed: readonly Malformed[];
}

/** The log of one run. */
export interface PrismqRun extends LogSource<PrismqLog> {
  readonly runId: string;
  /** What the server says about the run. Rejects with a `LogStreamError`; an unknown run is `not-found`. */
  info(options?: CallOptions): Promise<PrismqRunInfo>;
  /** Reads the newest lines. Rejects with a `LogStreamError`. */
  logs(query?: PrismqLogQuery & CallOptions): Promise<PrismqLogPage>;
}

/** PrismQ's entry in the registry. */
export const prismqInfo: BackendInfo = { name: 'prismq', transports: ['sse', 'polling'], identity: 'count' };

/** The default size of a server's buffer, and so the most lines that one request can return. */
const MAX_TAIL = 10_000;
const FROM_DOWNLOAD: DecodedLine['labels'] = Object.freeze({ source: 'download' });
const FINAL: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled', 'canceled']);

interface Listed {
  readonly page: PrismqLogPage;
  readonly lines: readonly DecodedLine<PrismqLog>[];
  readonly received: number;
  readonly total: number | undefined;
}

function createLineReader(read: LevelReader): LineReader<PrismqLog> {
  return (row, make = makeLine) => {
    if (!isRecord(row)) return 'a log must be an object';
    const message = row['message'];
    if (typeof message !== 'string') return 'the log has no message';
    const level = read(row['level']) ?? 'info';
    return make(undefined, row['timestamp'], level, message, NO_LABELS, row as unknown as PrismqLog);
  };
}

function createRun(config: BackendConfig, base: string, levels: LevelReader, runId: string): PrismqRun {
  const path = `/api/runs/${encodeId('run id', runId)}`;
  const title = `run ${runId}`;
  const send = createReader(config);
  const readLine = createLineReader(levels);

  const description = `The description of ${title}`;
  const info = jsonQuery(buildUrl(base, path), description, (answer) => {
    if (typeof answer['status'] !== 'string') throw protocolError(description, 'a "status"');
    return answer as PrismqRunInfo;
  });

  const list = (query: PrismqLogQuery): Query<Listed> => {
    const url = buildUrl(base, `${path}/logs`, { tail: query.tail, since: query.since });
    const what = `The list of logs of ${title}`;
    return jsonQuery(url, what, (answer) => {
      const logs = expectList(answer, 'logs', what);
      const { rows, lines, malformed } = readRows(logs, readLine);
      const total = readCount(answer['total_lines']);
      return {
        page: {
          run_id: readString(answer['run_id']) ?? runId,
          logs: rows,
          total_lines: total ?? logs.length,
          truncated: answer['truncated'] === true,
          malformed,
        },
        lines,
        received: logs.length,
        total,
      };
    });
  };

  const page = (query: PrismqLogQuery & { readonly tail: number }): PageRequest<PrismqLog> =>
    mapQuery(list(query), ({ page: { truncated, malformed }, lines, received, total }): Page<PrismqLog> => ({
      lines,
      malformed,
      // With `since` there are always older lines. They are missing from the chain only if the response was cut to `tail`.
      truncated: truncated && (query.since === undefined || received >= query.tail),
      total,
    }));

  const newest = (lines: number): PageRequest<PrismqLog> => page({ tail: clamp(lines, 1, MAX_TAIL) });

  const source: PrismqRun = {
    backend: prismqInfo.name,
    key: `prismq ${base} run ${runId}`,
    title,
    runId,
    token: config.token,
    transports: prismqInfo.transports,
    identity: prismqInfo.identity,
    liveStart: 'now',

    live: () => ({ url: buildUrl(base, `${path}/logs/stream`), token: 'header' }),
    decode: withLines(
      (frame) => decodeFrame(frame, title, readLine),
      ({ event, data }, _transport, lines) => event === 'log' && readLogInto(data, readLine, lines),
    ),
    identify: (line) => `${line.timestamp ?? ''}\n${line.level}\n${line.message}`,

    start: ({ lines }) => newest(lines),
    catchUp: ({ since }) => page({ tail: MAX_TAIL, since }),
    poll: (cursor, { lines }) =>
      // The status is read before the lines: if the run is over by then, the lines are complete.
      mapQuery(info, ({ status }) => {
        const logs = cursor ? page({ tail: MAX_TAIL, since: cursor.since }) : newest(lines);
        if (!FINAL.has(status.toLowerCase())) return stepTo(logs);
        return stepTo(mapQuery(logs, (last) => ({ ...last, complete: { status } })));
      }),
    // There is no offset, so this requests a longer tail, which repeats the lines held.
    older: ({ newer, limit }) => newest(newer + limit),

    download(query) {
      if (query?.date !== undefined)
        throw invalidArgument('PrismQ has one file per run, not per day: leave `date` out.');
      return {
        url: buildUrl(base, `${path}/logs/download`),
        token: 'header',
        filename: logFileName(runId),
      };
    },

    // The file contains only the messages, so the level has to be inferred from the message.
    downloadLine: (text) => ({
      level: lineLevel(text, levels),
      message: text,
      labels: FROM_DOWNLOAD,
      raw: { message: text } as PrismqLog,
    }),

    info: (options) => send(info, options),

    async logs({ signal, ...query } = {}) {
      checkInteger('tail', query.tail, 1);
      checkTime('since', query.since);
      return (await send(list(query), { signal })).page;
    },
  };
  return source;
}

function decodeFrame(
  frame: Frame,
  title: string,
  readLine: LineReader<PrismqLog>,
): readonly Signal<PrismqLog>[] {
  switch (frame.event) {
    case 'log':
      return [readLog(frame.data, readLine)];
    case 'complete':
      return [{ type: 'complete', status: statusOf(frame.data) }];
    case 'error':
      return [{ type: 'fatal', error: serverRefused(title, sentenceOf(frame.data)) }];
    default:
      return [unknownPayload(`event ${frame.event ?? 'without a name'}`)];
  }
}

/**
 * The PrismQ backend at `baseUrl` (what comes before `/api/runs`). `prismq({ baseUrl }).run(id)` is the log of one run. A
 * token is not part of the protocol, but is sent as a bearer token if one is given. Throws `invalid-argument` for an invalid
 * configuration.
 */
export function prismq(config: BackendConfig): { run(runId: string): PrismqRun } {
  const base = readBaseUrl(config);
  const levels = createLevelReader(config.levels);
  return { run: (runId) => createRun(config, base, levels, runId) };
}
