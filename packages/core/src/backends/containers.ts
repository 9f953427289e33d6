/**
 * Container services: a WebSocket that replays the last lines and follows, a REST tail, and a status stream. The token is sent
 * in the query of a WebSocket and in the bearer header of REST. Lines are text; level and timestamp are parsed from them.
 */
import type { DecodedLine } from '../entry.js';
import { invalidArgument } from '../errors.js';
import { checkInteger, clamp } from '../lib/arguments.js';
import type { Query } from '../lib/http.js';
import { readCount, readString } from '../lib/json.js';
import { createLevelReader, type LevelReader } from '../lib/level-reader.js';
import { chomp } from '../lib/split-lines.js';
import { parseTime } from '../lib/time.js';
import { buildUrl, encodeId, readBaseUrl } from '../lib/url.js';
import { createContainerLineReader, type ContainerLineReader } from './container-lines.js';
import { decodeContainerFrame, type ContainerRaw } from './container-message.js';
import { decodeStatus, readService, type ContainerService, type StatusSource } from './container-status.js';
import { expectList, jsonQuery, readRows, serverRefused } from './decoding.js';
import { mapQuery, stepTo } from './pages.js';
import { createReader, type CallOptions } from './reader.js';
import type { BackendConfig, BackendInfo, LogSource, Malformed, Page, PageRequest } from './source.js';

export type { ContainerMessage, ContainerRaw } from './container-message.js';
export type {
  ContainerService,
  ServiceStatusChange,
  StatusSignal,
  StatusSource,
} from './container-status.js';

/** The result of {@link Containers.serviceLogs}. */
export interface ContainerLogPage {
  /** Oldest first, each preceded by the container engine's timestamp. */
  readonly logs: readonly string[];
  readonly service: string;
  readonly count: number;
  /** Rows that are not strings; they are not in `logs`. */
  readonly malformed: readonly Malformed[];
}

/** The log of one service. */
export interface ContainerServiceLog extends LogSource<ContainerRaw> {
  readonly service: string;
  /** Lines that a fresh connection replays. */
  readonly tail: number;
}

/** Configuration of {@link containers}. */
export interface ContainersConfig extends BackendConfig {
  /** Lines that a fresh connection replays, 1–10,000. Default 100. */
  readonly tail?: number;
}

/** The container backend. Its REST methods reject with a `LogStreamError`. */
export interface Containers {
  /** The log of one service. Throws `invalid-argument` for an empty name, for `status`, and for a `tail` outside 1–10,000. */
  service(name: string, options?: { readonly tail?: number | undefined }): ContainerServiceLog;
  /** The running services. Entries without a name are left out: they have no log to open. */
  services(options?: CallOptions): Promise<readonly ContainerService[]>;
  /** The newest lines of a service; `tail` 1–10,000, the server's default is 100. An unknown service rejects with `not-found`. */
  serviceLogs(name: string, options?: { readonly tail?: number } & CallOptions): Promise<ContainerLogPage>;
  /** The status stream; pass it to `watchServiceStatus`, or use the hook `useServiceStatus`. */
  status(): StatusSource;
}

/** The container backend's entry in the registry. */
export const containersInfo: BackendInfo = {
  name: 'containers',
  transports: ['websocket', 'polling'],
  identity: 'align',
};

const MAX_TAIL = 10_000;
/** A reconnect asks for at least this many lines, so that the replay overlaps the lines held. */
const RESUME_TAIL = 1_000;

type ReadLine = ContainerLineReader<ContainerRaw>;

interface Connected {
  readonly base: string;
  readonly config: ContainersConfig;
  readonly levels: LevelReader;
}

interface Listed {
  readonly page: ContainerLogPage;
  readonly lines: readonly DecodedLine<ContainerRaw>[];
  readonly received: number;
}

function logList(base: string, name: string, readLine: ReadLine, tail: number | undefined): Query<Listed> {
  const url = buildUrl(base, `/api/logs/${segmentOf(name)}`, { tail });
  const what = `The list of logs of service ${name}`;
  return jsonQuery(url, what, (answer) => {
    const error = answer['error'];
    if (typeof error === 'string' && error !== '') throw serverRefused(`service ${name}`, error);
    const logs = expectList(answer, 'logs', what);
    const read = readRows<ContainerRaw>(logs, (row) =>
      typeof row === 'string' ? readLine(chomp(row), row) : 'a line must be a string',
    );
    return {
      page: {
        logs: read.rows as readonly string[],
        service: readString(answer['service']) ?? name,
        count: readCount(answer['count']) ?? logs.length,
        malformed: read.malformed,
      },
      lines: read.lines,
      received: logs.length,
    };
  });
}

/** The name of a service as a segment of a path. */
function segmentOf(name: string): string {
  if (name === 'status')
    throw invalidArgument(
      '"status" names the status stream, not a service: use containers(…).status() for it.',
    );
  return encodeId('service name', name);
}

function createService({ base, config, levels }: Connected, name: string, tail: number): ContainerServiceLog {
  const segment = segmentOf(name);
  checkInteger('tail', tail, 1, MAX_TAIL);
  const title = `service ${name}`;
  const readLine = createContainerLineReader<ContainerRaw>(name, levels);

  const page = (lines: number, cut: 'truncated' | 'unknown'): PageRequest<ContainerRaw> => {
    const asked = clamp(lines, 1, MAX_TAIL);
    return mapQuery(logList(base, name, readLine, asked), (answer): Page<ContainerRaw> => ({
      lines: answer.lines,
      malformed: answer.page.malformed,
      // A full response may have been truncated; a shorter one is complete.
      truncated: cut === 'truncated' && answer.received >= asked,
    }));
  };

  return {
    backend: containersInfo.name,
    key: `containers ${base} service ${name} tail ${tail}`,
    title,
    service: name,
    tail,
    token: config.token,
    transports: containersInfo.transports,
    identity: containersInfo.identity,
    liveStart: 'tail',

    live(_transport, cursor) {
      const lines = cursor ? Math.max(tail, RESUME_TAIL) : tail;
      return {
        url: buildUrl(base, `/api/logs/ws/${segment}`, { tail: lines }),
        token: { query: 'token' },
        replayLines: lines,
      };
    },
    decode: (frame) => decodeContainerFrame(frame.data, title, readLine),
    // Servers strip trailing white space on one endpoint and not on the other.
    identify: (line) => `${line.timestamp ?? ''}\n${line.message.trimEnd()}`,

    start: ({ lines }) => page(lines, 'truncated'),
    catchUp: () => page(MAX_TAIL, 'truncated'),
    poll(cursor, { lines }) {
      if (!cursor) return page(lines, 'unknown');
      const last = cursor.lastTimestamp === undefined ? undefined : parseTime(cursor.lastTimestamp);
      return mapQuery(page(RESUME_TAIL, 'truncated'), (recent) => {
        // A short tail is enough if it overlaps the lines held.
        const first = recent.lines[0]?.time;
        const meets = !recent.truncated || (first !== undefined && last !== undefined && first < last);
        return meets
          ? { lines: recent.lines, malformed: recent.malformed }
          : stepTo(page(MAX_TAIL, 'unknown'));
      });
    },
    // There is no offset, so this requests a longer tail, which repeats the lines held.
    older: ({ newer, limit }) => page(newer + limit, 'truncated'),
    probe: () => page(1, 'unknown'),
  };
}

/**
 * The container backend at `baseUrl` (what comes before `/api/logs`). `containers({ baseUrl, token }).service(name)` is the
 * log of one service. Throws `invalid-argument` for an invalid configuration.
 */
export function containers(config: ContainersConfig): Containers {
  const base = readBaseUrl(config);
  checkInteger('tail', config.tail, 1, MAX_TAIL);
  const levels = createLevelReader(config.levels);
  const send = createReader(config);
  const connected: Connected = { base, config, levels };
  const what = 'The list of services';
  const services = jsonQuery(buildUrl(base, '/api/logs'), what, (answer) =>
    expectList(answer, 'services', what).flatMap(readService),
  );
  return {
    service: (name, options) => createService(connected, name, options?.tail ?? config.tail ?? 100),

    services: (options) => send(services, options),

    async serviceLogs(name, { tail, signal } = {}) {
      checkInteger('tail', tail, 1, MAX_TAIL);
      const query = logList(base, name, createContainerLineReader<ContainerRaw>(name, levels), tail);
      return (await send(query, { signal })).page;
    },

    status: () => ({
      backend: containersInfo.name,
      key: `containers ${base} status`,
      title: 'service status',
      url: buildUrl(base, '/api/logs/ws/status'),
      token: { query: 'token' },
      tokenSource: config.token,
      decode: decodeStatus,
    }),
  };
}
