/** Decodes Stratal's messages and rows. Servers of the protocol's first version leave some fields of a row out. */
import type { DecodedLine } from '../entry.js';
import { sentenceIn } from '../lib/http-errors.js';
import { isRecord, readLabel, readString, type JsonRecord } from '../lib/json.js';
import type { LevelReader } from '../lib/level-reader.js';
import { findLineLevel } from '../lib/line-level.js';
import { HEARTBEAT, ignored, malformed, sentenceOf, serverRefused, unknownPayload } from './decoding.js';
import { createLabelMaker } from './label-cache.js';
import { makeEntry } from './make-entry.js';
import { makeLine, setDetails, type LineMaker } from './make-line.js';
import { jsonValues, NotJson } from './payload.js';
import type { Frame, Signal } from './source.js';
import { createTaskNames } from './task-names.js';

/** The three types of log: of the system, of a job run, of a task run. */
export type StratalType = 'system' | 'job' | 'task';

export const STRATAL_TYPES: readonly StratalType[] = ['system', 'job', 'task'];

/** A log as the live streams send it. */
export interface StratalLog {
  readonly type?: StratalType;
  /** Empty or left out on system logs. */
  readonly job_run_id: string;
  /** On task logs only. */
  readonly task_run_id?: string;
  readonly timestamp: string;
  readonly level: 'info' | 'error' | 'warn' | 'debug';
  readonly stream: 'stdout' | 'stderr' | 'system';
  readonly message: string;
  readonly task_name?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A log as the REST lists return it. Servers of the protocol's first version leave out type, level, job run and metadata. */
export interface StratalRow {
  readonly id: number;
  readonly type?: StratalType;
  readonly job_run_id?: string | null;
  readonly task_run_id?: string | null;
  readonly timestamp: string;
  readonly level?: StratalLog['level'];
  readonly stream: StratalLog['stream'];
  readonly message: string;
  /** An object; some servers send its JSON, or the base64 of that. */
  readonly metadata?: Readonly<Record<string, unknown>> | string | null;
}

/** Which logs belong to a source. */
export interface StratalScope {
  readonly jobRunId?: string;
  readonly taskRunId?: string;
  readonly type?: StratalType;
}

/** Decodes the messages of one source. */
export interface StratalMessages {
  /** Converts a row of a REST list to a line, or returns why it cannot. `type`: the type of the list's rows. */
  row(row: unknown, type?: StratalType): DecodedLine<StratalLog> | string;
  /** Decodes a frame of a live stream. */
  decode(frame: Frame): readonly Signal<StratalLog>[];
  /** The fast path, see `FrameDecoder.lines`. */
  decodeLines(frame: Frame, lines: DecodedLine<StratalLog>[]): boolean;
}

/** Types of messages that only show that the server is alive. */
const ALIVE: ReadonlySet<unknown> = new Set(['connected', 'ping', 'pong', 'heartbeat']);

function isType(type: unknown): type is StratalType {
  return type === 'task' || type === 'job' || type === 'system';
}

/** The type of a log. If it is missing, its ids show it; in the list of a run, a row without a task belongs to the run. */
function typeOf(record: JsonRecord, scope: StratalScope): StratalType {
  const type = record['type'];
  if (isType(type)) return type;
  if (scope.taskRunId !== undefined || readLabel(record['task_run_id']) !== undefined) return 'task';
  return scope.jobRunId === undefined && readLabel(record['job_run_id']) === undefined ? 'system' : 'job';
}

/** The key by which equal lines are counted. Uses milliseconds and not the timestamp, because rows and messages may differ in its precision and zone. */
export function stratalKey(line: DecodedLine): string {
  const { labels } = line;
  const moment = line.time ?? line.timestamp ?? '';
  return `${moment}\n${labels['task_run_id'] ?? ''}\n${labels['stream'] ?? ''}\n${line.message}`;
}

export function createStratalMessages(
  levels: LevelReader,
  scope: StratalScope,
  title: string,
): StratalMessages {
  const taskNames = createTaskNames();
  const labels = createLabelMaker(
    ['type', 'job_run_id', 'task_run_id', 'task_name', 'stream'],
    taskNames.learn,
  );

  function toLine(
    record: JsonRecord,
    message: string,
    type: StratalType,
    make: LineMaker,
  ): DecodedLine<StratalLog> {
    const level =
      levels(record['level']) ??
      findLineLevel(message, levels) ??
      (record['stream'] === 'stderr' ? ('error' as const) : ('info' as const));
    const taskRun = readLabel(record['task_run_id']) ?? scope.taskRunId;
    const line = make(
      readLabel(record['id']),
      record['timestamp'],
      level,
      message,
      labels(
        type,
        readLabel(record['job_run_id']) ?? scope.jobRunId,
        taskRun,
        // So that rows read after an outage look, and are found, like the live lines around them.
        readLabel(record['task_name']) ?? taskNames.of(taskRun),
        readLabel(record['stream']),
      ),
      record as unknown as StratalLog,
    );
    setDetails(line, undefined, record['metadata']);
    return line;
  }

  /** The signal for a live log that belongs to another source on the same channel; undefined if it belongs to this one. */
  function foreign(record: JsonRecord, type: StratalType): Signal<StratalLog> | undefined {
    const job = readLabel(record['job_run_id']);
    if (scope.jobRunId !== undefined && job !== undefined && job !== scope.jobRunId)
      return ignored(`a log of job run ${job}`);
    if (scope.jobRunId !== undefined && job === undefined && record['type'] === 'system')
      return ignored('a system log');
    if (scope.taskRunId !== undefined && readLabel(record['task_run_id']) !== scope.taskRunId)
      return ignored('a log of another task run');
    return scope.type !== undefined && type !== scope.type ? ignored(`a ${type} log`) : undefined;
  }

  /** Decodes a value: appends it to `lines` and returns undefined if it is a line, or else returns its signal. */
  function take(
    value: unknown,
    lines: DecodedLine<StratalLog>[],
    make: LineMaker,
  ): Signal<StratalLog> | undefined {
    if (value instanceof NotJson) return malformed('the log is not JSON', value.text);
    if (!isRecord(value)) return malformed('a log must be an object', value);
    const kind = value['type'];
    const typed = isType(kind);
    if (!typed && ALIVE.has(kind)) return HEARTBEAT;
    const message = value['message'];
    const stamped = typeof value['timestamp'] === 'string' && value['timestamp'] !== '';
    // A message with an empty type is a greeting, unless it clearly is output.
    if (kind === '' && !(stamped && message !== '' && isOutput(value))) return HEARTBEAT;
    if (typeof message === 'string' && (stamped || typed)) {
      const type = typed ? kind : typeOf(value, scope);
      const other = foreign(value, type);
      if (other === undefined) lines.push(toLine(value, message, type, make));
      return other;
    }
    if (kind === 'error') return { type: 'fatal', error: serverRefused(title, sentenceIn(value)) };
    // An object with the type of a log, or with a timestamp and a message but no type, was meant as a log.
    const isMeantAsLog = typed || (kind === undefined && stamped && message !== undefined);
    return isMeantAsLog
      ? malformed('the log has no message', value)
      : unknownPayload('a message that is not a log');
  }

  function decodePayload(data: string): readonly Signal<StratalLog>[] {
    const signals: Signal<StratalLog>[] = [];
    for (const value of jsonValues(data)) {
      const lines: DecodedLine<StratalLog>[] = [];
      const other = take(value, lines, makeLine);
      if (other) signals.push(other);
      for (const line of lines) signals.push({ type: 'line', line });
    }
    return signals;
  }

  /** The fast path: appends the lines and returns true if the payload contains nothing else. */
  function readPayload(data: string, lines: DecodedLine<StratalLog>[]): boolean {
    const before = lines.length;
    for (const value of jsonValues(data)) {
      if (take(value, lines, makeEntry) === undefined) continue;
      lines.length = before;
      return false;
    }
    return true;
  }

  return {
    row(row, listType) {
      if (!isRecord(row)) return 'a log must be an object';
      const message = row['message'];
      if (typeof message !== 'string') return 'the log has no message';
      const type = isType(row['type']) ? row['type'] : (listType ?? typeOf(row, scope));
      return toLine(row, message, type, makeLine);
    },

    decodeLines: ({ event, data }, lines) =>
      (event === undefined || event === 'log' || event === 'message') && readPayload(data, lines),

    decode(frame) {
      switch (frame.event) {
        case undefined:
        case 'message':
        case 'log':
          return decodePayload(frame.data);
        case 'connected':
        case 'ping':
        case 'heartbeat':
          return [HEARTBEAT];
        case 'error':
          return [{ type: 'fatal', error: serverRefused(title, sentenceOf(frame.data)) }];
        default:
          return [unknownPayload(`event ${frame.event}`)];
      }
    },
  };
}

function isOutput(record: JsonRecord): boolean {
  const stream = readString(record['stream']);
  return stream === 'stdout' || stream === 'stderr' || readLabel(record['task_run_id']) !== undefined;
}
