/** Small pieces that every backend's decoding is made of. */
import type { DecodedLine } from '../entry.js';
import { LogStreamError } from '../errors.js';
import { CHECK_BASE, sentenceIn } from '../lib/http-errors.js';
import { describe, excerpt, isRecord, parseJson, readString, type JsonRecord } from '../lib/json.js';
import { makeEntry } from './make-entry.js';
import type { LineReader } from './make-line.js';
import type { FrameDecoder, Malformed, Signal } from './source.js';

/** The server is alive. */
export const HEARTBEAT: Signal<never> = Object.freeze({ type: 'heartbeat' });

/** For a payload that should have been a line. */
export function malformed(reason: string, data: unknown): { type: 'malformed' } & Malformed {
  return { type: 'malformed', reason, data: typeof data === 'string' ? excerpt(data) : describe(data) };
}

/** Known, and not for this log. */
export function ignored(what: string): Signal<never> {
  return { type: 'ignored', what: excerpt(what) };
}

/** Nothing that this backend is known to send. */
export function unknownPayload(what: string): Signal<never> {
  return { type: 'unknown', what: excerpt(what) };
}

/** A decoder with a short way, see {@link FrameDecoder.lines}. */
export function withLines<Raw>(
  decode: (...frame: Parameters<FrameDecoder<Raw>>) => readonly Signal<Raw>[],
  lines: NonNullable<FrameDecoder<Raw>['lines']>,
): FrameDecoder<Raw> {
  return Object.assign(decode, { lines });
}

/** The sentence in a server's in-band error or notice, which may also be the bare sentence. */
export function sentenceOf(data: string): string | undefined {
  const parsed = parseJson(data);
  return sentenceIn(isRecord(parsed) ? parsed : { message: parsed ?? data });
}

/** The final status that a payload names. */
export function statusOf(data: string): string | undefined {
  const parsed = parseJson(data);
  return isRecord(parsed) ? readString(parsed['status']) : undefined;
}

/** What servers say of a log that they do not have. */
const UNKNOWN = /not found|not running|no such|does not exist|unknown (?:task|job|run|service|log)/i;

/** The error for a server's own word that a log cannot go on. `title` names the log: "task 4f2". */
export function serverRefused(title: string, sentence: string | undefined): LogStreamError {
  const said = sentence === undefined ? 'It gives no reason.' : `It says: ${sentence.replace(/\.$/, '')}.`;
  if (sentence !== undefined && UNKNOWN.test(sentence))
    return new LogStreamError(
      'not-found',
      `The server does not have ${title}. ${said} Check the id and the base URL.`,
    );
  return new LogStreamError(
    'rejected',
    `The server does not go on with ${title}. ${said} Connect again once the cause is removed.`,
  );
}

/** The error for an answer that is not what the protocol says. */
export function protocolError(what: string, expected: string): LogStreamError {
  return new LogStreamError('protocol', `${what} did not answer with ${expected}. ${CHECK_BASE}`);
}

/** The answer as an object; throws `protocol` otherwise. */
export function expectRecord(body: unknown, what: string): JsonRecord {
  if (isRecord(body)) return body;
  throw protocolError(what, 'a JSON object');
}

/** A list in the answer; throws `protocol` when it is missing. */
export function expectList(body: JsonRecord, field: string, what: string): readonly unknown[] {
  const list = body[field];
  if (Array.isArray(list)) return list;
  throw protocolError(what, `a list in "${field}"`);
}

/** A payload that is one log in JSON. `read` answers with a line, or with why it is none. */
export function readLog<Raw>(data: string, read: LineReader<Raw>): Signal<Raw> {
  const parsed = parseJson(data);
  const line = parsed === undefined ? 'the log is not JSON' : read(parsed);
  return typeof line === 'string' ? malformed(line, data) : { type: 'line', line };
}

/** The same, where nothing but a line is of use: puts it behind the others, as one that a stream may keep, and answers true. */
export function readLogInto<Raw>(data: string, read: LineReader<Raw>, lines: DecodedLine<Raw>[]): boolean {
  const line = read(parseJson(data), makeEntry);
  if (typeof line === 'string') return false;
  lines.push(line);
  return true;
}

/** Rows, sorted into those that can be read and those that cannot. */
export interface Rows<Raw> {
  readonly rows: readonly Raw[];
  readonly lines: readonly DecodedLine<Raw>[];
  readonly malformed: readonly Malformed[];
}

/** Reads each row of a list. `read` answers with a line, with why it is none, or with undefined for a row to leave aside. */
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
  return { rows, lines, malformed: bad };
}
