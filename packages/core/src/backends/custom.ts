/**
 * Custom backends: the definition says where the logs are and how an object becomes a line; the stream does the rest (reconnecting,
 * resuming, deduplicating, reporting gaps).
 */
import type { DecodedLine } from '../entry.js';
import { LogStreamError, messageOf, toLogStreamError } from '../errors.js';
import type { TokenPlace } from '../lib/http.js';
import { excerpt } from '../lib/json.js';
import { createLevelReader, type LevelReader } from '../lib/level-reader.js';
import { lineLevel } from '../lib/line-level.js';
import { splitLines } from '../lib/split-lines.js';
import { buildUrl, encodeId, readBaseUrl } from '../lib/url.js';
import {
  HEARTBEAT,
  ignored,
  malformed,
  protocolError,
  readRows,
  sentenceOf,
  serverRefused,
  statusOf,
  unknownPayload,
} from './decoding.js';
import {
  checkDefinition,
  type BackendDefinition,
  type Endpoint,
  type EventMeaning,
  type ListEndpoint,
} from './definition.js';
import { createDescribedReader } from './described-reader.js';
import { NO_LABELS } from './label-cache.js';
import { newestFirst } from './newest-first.js';
import { jsonLines, jsonValues, NotJson } from './payload.js';
import type {
  BackendConfig,
  Cursor,
  Frame,
  LogSource,
  Malformed,
  Page,
  PageRequest,
  Signal,
} from './source.js';

/** A backend created by {@link defineBackend}. It has no typed REST methods, so a `fetch` in its configuration is not used: pass it to the stream. */
export type CustomBackend<Raw> = (config: BackendConfig) => {
  /** The source of one log. Backends with a single log need no id. Throws `invalid-argument` for an invalid configuration. */
  log(id?: string): LogSource<Raw>;
};

const EVENTS: ReadonlyMap<string, EventMeaning> = new Map<string, EventMeaning>([
  ['log', 'line'],
  ['message', 'line'],
  ['heartbeat', 'heartbeat'],
  ['ping', 'heartbeat'],
  ['complete', 'complete'],
  ['timeout', 'timeout'],
  ['error', 'error'],
]);

function pathOf(path: Endpoint['path']): string {
  if (typeof path === 'string') return path;
  return path.map((segment) => `/${encodeId('path segment', segment)}`).join('');
}

function defaultKey(line: DecodedLine): string {
  const labels = Object.entries(line.labels).flat().join('\n');
  return `${line.timestamp ?? ''}\n${line.level}\n${labels}\n${line.message}`;
}

function createSource<Raw>(
  definition: BackendDefinition<Raw>,
  config: BackendConfig,
  base: string,
  levels: LevelReader,
  id: string,
): LogSource<Raw> {
  const { name, identity = 'count', liveStart = 'now' } = definition;
  const { live, start, catchUp, older, probe, download, downloadLine } = definition;
  const title = id === '' ? name : `${name} ${id}`;
  const read = createDescribedReader<Raw>(levels);
  const readLine = (raw: Raw): DecodedLine<Raw> | string | undefined =>
    read(raw, () => definition.line(raw, { id }));
  /** If `downloadLine` fails, the text itself becomes the line: it must not be lost from its place in the log. */
  const readText = (text: string, describe: NonNullable<typeof downloadLine>): DecodedLine<Raw> => {
    const raw = text as Raw;
    const line = read(raw, () => describe(text, { id }));
    return typeof line === 'object'
      ? line
      : { level: lineLevel(text, levels), message: text, labels: NO_LABELS, raw };
  };

  /** Asks the definition where something is. */
  function locate<T>(what: string, answer: () => T): T {
    try {
      return answer();
    } catch (thrown) {
      throw toLogStreamError(thrown, 'protocol', `${name}: ${what}() threw`);
    }
  }

  const targetOf = ({ path, query, token, headers }: Endpoint, place: TokenPlace = 'header') => ({
    url: buildUrl(base, pathOf(path), query),
    token: token ?? place,
    headers,
  });

  const requestOf = (endpoint: ListEndpoint) => {
    const target = targetOf(endpoint);
    if (endpoint.body === undefined) return target;
    const headers = { 'Content-Type': 'application/json', ...target.headers };
    return { ...target, headers, body: JSON.stringify(endpoint.body) };
  };
  const isSame = (one: ListEndpoint, other: ListEndpoint): boolean =>
    JSON.stringify(requestOf(one)) === JSON.stringify(requestOf(other));

  const signalOf = (raw: Raw): Signal<Raw> => {
    const line = readLine(raw);
    if (line === undefined) return ignored('an object that is not a line');
    return typeof line === 'string' ? malformed(line, raw) : { type: 'line', line };
  };

  const rowsOf = (endpoint: ListEndpoint, body: unknown, bad: Malformed[]): readonly unknown[] => {
    const { format, rows: find } = endpoint;
    if (format === 'text' && !find) return body === '' ? [] : splitLines(String(body));
    if (format !== 'ndjson') {
      const list = find ? find(body) : body;
      if (list === null) return []; // as Go servers write an empty list
      if (!Array.isArray(list))
        throw protocolError(`The list of logs of ${title}`, 'a list, or rows() does not find it');
      return list;
    }
    const rows: unknown[] = [];
    for (const value of jsonLines(String(body)))
      if (value instanceof NotJson) bad.push({ reason: 'the row is not JSON', data: excerpt(value.text) });
      else rows.push(value);
    return rows;
  };

  /** `wanted`: how many newest lines were requested. A response with as many, and no word on the rest, may have left out older ones. */
  const readPage = (endpoint: ListEndpoint, body: unknown, wanted: number): Page<Raw> => {
    const bad: Malformed[] = [];
    const rows = rowsOf(endpoint, body, bad);
    const read = readRows<Raw>(endpoint.newestFirst ? [...rows].reverse() : rows, (row) =>
      readLine(row as Raw),
    );
    const received = rows.length + bad.length;
    const following = endpoint.next?.(body, received);
    // Some servers end a list with a link to the page itself, which would be read for ever.
    const next = following && isSame(following, endpoint) ? undefined : following;
    const about = endpoint.about?.(body);
    const isFull = next === undefined && received >= wanted && (about?.total ?? Infinity) > received;
    return {
      lines: read.lines,
      malformed: [...bad, ...read.malformed],
      truncated: isFull,
      ...about,
      next: next && page(next),
    };
  };

  const page = (endpoint: ListEndpoint, wanted = Infinity): PageRequest<Raw> => ({
    ...requestOf(endpoint),
    expect: endpoint.format === 'ndjson' || endpoint.format === 'text' ? 'text' : 'json',
    decode(body) {
      try {
        return readPage(endpoint, body, wanted);
      } catch (thrown) {
        throw toLogStreamError(
          thrown,
          'protocol',
          `The list of logs of ${title} is not what ${name} expects`,
        );
      }
    },
  });

  const ask = (
    what: string,
    answer: () => ListEndpoint,
    wanted?: number,
    cursor?: Cursor,
  ): PageRequest<Raw> => {
    const endpoint = locate(what, answer);
    const first = page(endpoint, wanted);
    return endpoint.newestFirst ? newestFirst(first, wanted, cursor) : first;
  };

  const decodeLines = (data: string): readonly Signal<Raw>[] => {
    const signals: Signal<Raw>[] = [];
    if (definition.frames === 'text')
      for (const line of splitLines(data)) signals.push(signalOf(line as Raw));
    else
      for (const value of jsonValues(data))
        signals.push(
          value instanceof NotJson ? malformed('the log is not JSON', value.text) : signalOf(value as Raw),
        );
    return signals;
  };

  const decode = (frame: Frame): readonly Signal<Raw>[] => {
    const own = definition.decode?.(frame, { id, line: signalOf });
    if (own) return own;
    const event = frame.event ?? 'message';
    const events = definition.events;
    const meaning = (events && Object.hasOwn(events, event) ? events[event] : EVENTS.get(event)) ?? 'unknown';
    switch (meaning) {
      case 'line':
        return decodeLines(frame.data);
      case 'heartbeat':
        return [HEARTBEAT];
      case 'timeout':
        return [{ type: 'timeout' }];
      case 'error':
        return [{ type: 'fatal', error: serverRefused(title, sentenceOf(frame.data)) }];
      case 'complete':
        return [{ type: 'complete', status: statusOf(frame.data) }];
      case 'ignored':
        return [ignored(`event ${event}`)];
      default:
        return [unknownPayload(`event ${event}`)];
    }
  };

  return {
    backend: name,
    key: `${name} ${base} ${id}`,
    title,
    token: config.token,
    transports: definition.transports,
    identity,
    liveStart,
    live(transport, cursor) {
      if (!live)
        throw new LogStreamError('unsupported', `${name} has no live stream: use the polling transport.`);
      const endpoint = locate('live', () => live({ id, transport, cursor }));
      return {
        ...targetOf(endpoint, transport === 'websocket' ? { query: 'token' } : 'header'),
        firstMessage: endpoint.firstMessage,
        replayLines: endpoint.replayLines,
      };
    },
    decode(frame) {
      try {
        return decode(frame);
      } catch (thrown) {
        return [malformed(`decode() threw: ${messageOf(thrown)}`, frame.data)];
      }
    },
    identify: definition.identify ?? (identity === 'id' ? (line) => line.id ?? defaultKey(line) : defaultKey),
    ...(start ? { start: (request) => ask('start', () => start({ id, ...request }), request.lines) } : {}),
    ...(catchUp
      ? { catchUp: (cursor) => ask('catchUp', () => catchUp({ id, cursor }), undefined, cursor) }
      : {}),
    ...(older ? { older: (request) => ask('older', () => older({ id, ...request }), request.limit) } : {}),
    ...(probe ? { probe: () => ask('probe', () => probe({ id })) } : {}),
    ...(download
      ? {
          download: (query) => {
            const endpoint = locate('download', () => download({ id, date: query?.date }));
            return { ...targetOf(endpoint), filename: endpoint.filename };
          },
        }
      : {}),
    ...(downloadLine ? { downloadLine: (text) => readText(text, downloadLine) } : {}),
  };
}

/**
 * Defines a backend. Returns its factory, whose logs are sources for `createLogStream` or `<LogViewer source>`:
 *
 * ```ts
 * const lake = defineBackend<{ ts: string; lvl: string; msg: string }>({
 *   name: 'lake',
 *   transports: ['polling'],
 *   line: (row) => ({ timestamp: row.ts, level: row.lvl, message: row.msg }),
 *   start: ({ id, lines }) => ({ path: ['logs', id], query: { last: lines }, format: 'ndjson' }),
 *   catchUp: ({ id, cursor }) => ({ path: ['logs', id], query: { since: cursor.since }, format: 'ndjson' }),
 * });
 * const stream = createLogStream(lake({ baseUrl: 'https://lake.example' }).log('orders'));
 * ```
 *
 * Throws `invalid-argument` for a definition that cannot work. If `line` throws, the line counts as malformed.
 */
export function defineBackend<Raw = Readonly<Record<string, unknown>>>(
  definition: BackendDefinition<Raw>,
): CustomBackend<Raw> {
  checkDefinition(definition);
  return (config) => {
    const base = readBaseUrl(config);
    const levels = createLevelReader(config.levels);
    return { log: (id = '') => createSource(definition, config, base, levels, id) };
  };
}
