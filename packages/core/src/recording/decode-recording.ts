/** Decodes a recording that may come from others, be truncated or edited: nothing in it is trusted. */
import { invalidArgument, type LogStreamError } from '../errors.js';
import { given } from '../lib/given.js';
import { isRecord, parseJson, readCount, readString, type JsonRecord } from '../lib/json.js';
import { bytesOf } from './payload.js';
import type { RecordedEvent, Recording } from './recording.js';

const MAKE_ONE = 'Make one with createRecorder(), or with tailrace tail … --record FILE.';

/**
 * Decodes a recording that was written by {@link encodeRecording} or `recorder.toNdjson()`.
 * @throws `invalid-argument` if the text is not a recording, has a later version or is damaged; the message names the line.
 */
export function decodeRecording(text: string): Recording {
  if (typeof text !== 'string')
    throw invalidArgument('A recording must be a string, not bytes: read its file as utf8.');
  const lines = text.trimEnd().split('\n');
  const head = parseJson(lines[0] ?? '');
  if (!isRecord(head) || head['tailrace'] !== 'recording')
    throw invalidArgument(`This is not a recording. ${MAKE_ONE}`);
  if (head['version'] !== 1)
    throw invalidArgument(
      `This recording has version ${JSON.stringify(head['version'])}, but this Tailrace reads only version 1. Update Tailrace.`,
    );
  const startedAt = head['startedAt'];
  if (typeof startedAt !== 'string') throw damaged(1, 'the start has no time', false);

  const opened = new Map<number, 'request' | 'socket'>();
  const events: RecordedEvent[] = [];
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at] as string;
    if (line.trim() === '') continue;
    const read = readEvent(parseJson(line), opened);
    if (typeof read === 'string') throw damaged(at + 1, read, at === lines.length - 1);
    events.push(read);
  }
  return { tailrace: 'recording', version: 1, startedAt, about: readTexts(head['about']) ?? {}, events };
}

function damaged(line: number, why: string, isLast: boolean): LogStreamError {
  const advice = isLast
    ? 'The file was cut off there: delete that line to replay the rest.'
    : 'The file is damaged or was edited: use the original.';
  return invalidArgument(`Line ${line} of the recording is invalid: ${why}. ${advice}`);
}

/** Decodes an event, or returns why it cannot. `opened`: the requests and sockets so far. */
function readEvent(value: unknown, opened: Map<number, 'request' | 'socket'>): RecordedEvent | string {
  if (!isRecord(value)) return 'it is not a JSON object';
  const { t, type, on } = value;
  if (typeof t !== 'number' || !Number.isFinite(t) || t < 0) return '"t" is not a time';
  if (type === 'stop') return { t, type };
  if (type === 'cut') return { t, type, bytes: readCount(value['bytes']) ?? 0 };
  if (typeof type !== 'string' || !Object.hasOwn(READERS, type))
    return `there is no event ${JSON.stringify(type)}`;
  if (typeof on !== 'number' || !Number.isSafeInteger(on)) return '"on" is not the number of a connection';
  if (type === 'request' || type === 'socket') {
    if (opened.has(on)) return `connection ${on} is opened twice`;
    opened.set(on, type);
  } else {
    const kind = opened.get(on);
    if (kind === undefined) return `connection ${on} was never opened`;
    const needs = READERS[type as ReadType].on;
    if (needs !== 'both' && needs !== kind) return `a ${kind} has no "${type}"`;
  }
  const rest = READERS[type as ReadType].read(value);
  return typeof rest === 'string' ? rest : ({ t, on, type, ...rest } as RecordedEvent);
}

type ReadType = keyof typeof READERS;
type Reader = {
  readonly on: 'request' | 'socket' | 'both';
  read(value: JsonRecord): Readonly<Record<string, unknown>> | string;
};

/** Decodes the fields of each event other than `t`, `on` and `type`. */
const READERS = {
  request: { on: 'request', read: ({ method, url }) => texts({ method, url }) },
  response: {
    on: 'request',
    read({ status, headers }) {
      const read = readHeaders(headers);
      // Other statuses are refused by the `Response` constructor.
      if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599)
        return 'it has no HTTP status';
      return read === undefined ? 'it has no valid headers' : { status, headers: read };
    },
  },
  chunk: { on: 'request', read: readPayload },
  end: { on: 'request', read: () => ({}) },
  error: {
    on: 'both',
    read({ name, code, status }) {
      if (typeof name !== 'string') return '"name" is not a string';
      return given({ name, code: readString(code), status: readCount(status) });
    },
  },
  abort: { on: 'both', read: () => ({}) },
  socket: { on: 'socket', read: ({ url }) => texts({ url }) },
  refused: { on: 'socket', read: ({ name }) => texts({ name }) },
  open: { on: 'socket', read: () => ({}) },
  message: { on: 'socket', read: readPayload },
  close: {
    on: 'socket',
    read({ code, reason, clean }) {
      const known = readCount(code);
      if (known === undefined || typeof reason !== 'string') return 'it has no code and reason';
      return { code: known, reason, clean: clean === true };
    },
  },
} satisfies Readonly<Record<string, Reader>> as Readonly<
  Record<Exclude<RecordedEvent['type'], 'cut' | 'stop'>, Reader>
>;

function texts(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | string {
  const wrong = Object.keys(fields).find((name) => typeof fields[name] !== 'string');
  return wrong === undefined ? fields : `"${wrong}" is not a string`;
}

function readPayload({ text, base64 }: JsonRecord): Readonly<Record<string, unknown>> | string {
  if (typeof text === 'string') return { text };
  if (typeof base64 !== 'string') return 'it has neither "text" nor "base64"';
  try {
    bytesOf({ base64 });
    return { base64 };
  } catch {
    return 'its "base64" is invalid';
  }
}

/** Headers that the `Response` constructor accepts; undefined for anything else. */
function readHeaders(value: unknown): Readonly<Record<string, string>> | undefined {
  try {
    const read = readTexts(value);
    void new Headers(read);
    return read;
  } catch {
    return undefined;
  }
}

/** An object whose values are all strings; undefined for anything else. */
function readTexts(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isRecord(value)) return undefined;
  return Object.values(value).every((one) => typeof one === 'string')
    ? (value as Readonly<Record<string, string>>)
    : undefined;
}
