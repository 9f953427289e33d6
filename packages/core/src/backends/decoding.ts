/** Building blocks that the backends' decoders share. */
import type { DecodedLine } from '../entry.js';
import { LogStreamError } from '../errors.js';
import { CHECK_BASE, sentenceIn } from '../lib/http-errors.js';
import type { Query } from '../lib/http.js';
import { describe, excerpt, isRecord, parseJson, readString, type JsonRecord } from '../lib/json.js';
import { makeEntry } from './make-entry.js';
import type { LineReader } from './make-line.js';
import type { FrameDecoder, Malformed, Signal } from './source.js';

/** The server is alive. */
export const HEARTBEAT: Signal<never> = Object.freeze({ type: 'heartbeat' });

/** The signal for a payload that should have been a line. */
export function malformed(reason: string, data: unknown): { type: 'malformed' } & Malformed {
  return { type: 'malformed', reason, data: typeof data === 'string' ? excerpt(data) : describe(data) };
}

/** The signal for a payload that is known, but not for this log. */
export function ignored(what: string): Signal<never> {
  return { type: 'ignored', what: excerpt(what) };
}

/** The signal for a payload that this backend is not known to send. */
export function unknownPayload(what: string): Signal<never> {
  return { type: 'unknown', what: excerpt(what) };
}

/** A decoder with a fast path, see {@link FrameDecoder.lines}. */
export function withLines<Raw>(
  decode: (...frame: Parameters<FrameDecoder<Raw>>) => readonly Signal<Raw>[],
  lines: NonNullable<FrameDecoder<Raw>['lines']>,
): FrameDecoder<Raw> {
  return Object.assign(decode, { lines });
}

/** The sentence in a server's in-band error or notice: a field of an object, or the payload itself. */
export function sentenceOf(data: string): string | undefined {
  const parsed = parseJson(data);
  return sentenceIn(isRecord(parsed) ? parsed : { message: parsed ?? data });
}

/** The final status that a payload contains. */
export function statusOf(data: string): string | undefined {
  const parsed = parseJson(data);
  return isRecord(parsed) ? readString(parsed['status']) : undefined;
}

/** Matches what servers say about a log that they do not have. */
const UNKNOWN = /not found|not running|no such|does not exist|unknown (?:task|job|run|service|log)/i;

/** The error for a server that says in-band that a log cannot go on. `title` names the log: "task 4f2". */
export function serverRefused(title: string, sentence: string | undefined): LogStreamError {
  const reason = sentence === undefined ? 'It gives no reason.' : `It says: ${sentence.replace(/\.$/, '')}.`;
  if (sentence !== undefined && UNKNOWN.test(sentence))
    return new LogStreamError(
      'not-found',
      `The server does not have ${title}. ${reason} Check the id and the base URL.`,
    );
  return new LogStreamError(
    'rejected',
    `The server reported an error for ${title}. ${reason} Connect again once the cause is removed.`,
  );
}

/** The error for a response that does not follow the protocol. */
export function protocolError(what: string, expected: string): LogStreamError {
  return new LogStreamError('protocol', `${what} did not answer with ${expected}. ${CHECK_BASE}`);
}

/** Returns the response if it is an object, and throws `protocol` otherwise. */
export function expectRecord(body: unknown, what: string): JsonRecord {
  if (isRecord(body)) return body;
  throw protocolError(what, 'a JSON object');
}

/** A request whose response is a JSON object, which `decode` receives. `what` names the response in errors. */
export function jsonQuery<T>(url: string, what: string, decode: (answer: JsonRecord) => T): Query<T> {
  return { url, token: 'header', expect: 'json', decode: (body) => decode(expectRecord(body, what)) };
}

/** Returns a list in the response, and throws `protocol` if it is missing. Go servers write an empty one as null. */
export function expectList(body: JsonRecord, field: string, what: string): readonly unknown[] {
  const list = body[field];
  if (list === null) return [];
  if (Array.isArray(list)) return list;
  throw protocolError(what, `a list in "${field}"`);
}

/** Decodes a payload that is one log as JSON. `read` returns a line, or why it cannot. */
export function readLog<Raw>(data: string, read: LineReader<Raw>): Signal<Raw> {
  const parsed = parseJson(data);
  const line = parsed === undefined ? 'the log is not JSON' : read(parsed);
  return typeof line === 'string' ? malformed(line, data) : { type: 'line', line };
}

/** The same for the fast path: appends the line and returns true; or returns false if the payload is not a line. */
export function readLogInto<Raw>(data: string, read: LineReader<Raw>, lines: DecodedLine<Raw>[]): boolean {
  const line = read(parseJson(data), makeEntry);
  if (typeof line === 'string') return false;
  lines.push(line);
  return true;
}

/** Rows of a list, separated into those that could be decoded and those that could not. */
export interface Rows<Raw> {
  readonly rows: readonly Raw[];
  readonly lines: readonly DecodedLine<Raw>[];
  readonly malformed: readonly Malformed[];
  /** What was decoded from the rows after the first `count`. */
  after(count: number): Pick<Rows<Raw>, 'lines' | 'malformed'>;
}

/** Decodes each row of a list. `read` returns a line, or why it cannot, or undefined for a row to skip. */
export function readRows<Raw>(
  list: readonly unknown[],
  read: (row: unknown) => DecodedLine<Raw> | string | undefined,
): Rows<Raw> {
  const rows: Raw[] = [];
  const lines: DecodedLine<Raw>[] = [];
  const bad: Malformed[] = [];
  for (const row of list) {
    const line = read(row);
    if (line === undefined) continue;
    if (typeof line === 'string') {
      const { reason, data } = malformed(line, row);
      bad.push({ reason, data });
    } else {
      rows.push(line.raw);
      lines.push(line);
    }
  }
  return {
    rows,
    lines,
    malformed: bad,
    after(count) {
      const first = readRows(list.slice(0, count), read);
      return { lines: lines.slice(first.lines.length), malformed: bad.slice(first.malformed.length) };
    },
  };
}
