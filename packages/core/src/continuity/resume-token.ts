/**
 * The position of a stream as a small string, for a reload, a worker or another tab. It contains timestamps, ids and hashes of the last
 * lines, but never their text and never an access token.
 */
import type { LogGap } from '../entry.js';
import { invalidArgument } from '../errors.js';
import { given } from '../lib/given.js';
import { hashText, type RememberedLine } from './line-key.js';

/** Maximum number of lines in a token: enough for the overlap of an ordinary log, small enough for session storage. */
export const TOKEN_LINES = 256;

/** Maximum number of gaps in a token. */
const TOKEN_GAPS = 16;

const VERSION = 1;

/** The contents of a token. */
export interface ResumePoint {
  /** Total number of lines delivered. */
  readonly delivered: number;
  /** The sequence number of the next line. */
  readonly nextSeq: number;
  /** The newest lines, oldest first. */
  readonly lines: readonly RememberedLine[];
  /** The first line delivered is the first of the log. */
  readonly whole?: boolean;
  /** Where the last seam begins, if it has yet to be read a second time; without `since` it begins with the log. */
  readonly seam?: { readonly since?: string; readonly sinceTime?: number };
  /** The open gaps. Their `missing` is not kept, because the new stream does not hold the delivered lines after the gap either. */
  readonly gaps?: readonly ResumedGap[];
}

/** A gap of the stream that is resumed. */
export interface ResumedGap {
  readonly gap: LogGap;
  /** Number of lines delivered before it: their ids may be used again. 0: it is no place of lines. */
  readonly after: number;
  /** The last lines before it, see `ToldGaps.edgeOf`. */
  readonly edge?: readonly RememberedLine[] | undefined;
}

/** A line as four values; 0 for an absent one. */
type Packed = readonly [timestamp: string | 0, time: number, id: string | 0, key: string];

/** A gap as four values; 0 for an absent one. */
type PackedGap = readonly [seq: number, reason: LogGap['reason'], from: string | 0, to: string | 0];

/** Writes a token for the log with this key. */
export function writeResumeToken(sourceKey: string, point: ResumePoint): string {
  const lines = packLines(point.lines.slice(-TOKEN_LINES));
  const gaps = (point.gaps ?? []).slice(-TOKEN_GAPS);
  return JSON.stringify({
    v: VERSION,
    s: hashText(sourceKey),
    d: point.delivered,
    n: point.nextSeq,
    l: lines,
    w: point.whole ? 1 : undefined,
    q: point.seam && [point.seam.since ?? 0, point.seam.sinceTime ?? 0],
    ...(gaps.length > 0 && {
      g: gaps.map(({ gap }) => packGap(gap)),
      a: gaps.map(({ after }) => after),
      e: gaps.map(({ edge }) => edge && packLines(edge)),
    }),
  });
}

function packLines(lines: readonly RememberedLine[]): readonly Packed[] {
  return lines.map(({ timestamp, time, id, key }) => [timestamp ?? 0, time ?? 0, id ?? 0, key]);
}

function readLines(lines: readonly Packed[]): readonly RememberedLine[] {
  return lines.map(([timestamp, time, id, key]) =>
    given({ key, timestamp: timestamp || undefined, time: time || undefined, id: id || undefined }),
  );
}

function packGap({ seq, reason, from, to }: LogGap): PackedGap {
  return [seq, reason, from ?? 0, to ?? 0];
}

/** Reads a token back. Throws `invalid-argument` if it is not a token, is damaged, or belongs to another log. */
export function readResumeToken(sourceKey: string, token: string): ResumePoint {
  const bad = (why: string): never => {
    throw invalidArgument(`options.resume is not usable: ${why}. Leave it out to start anew.`);
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(token);
  } catch {
    // Reported below.
  }
  if (typeof parsed !== 'object' || parsed === null) return bad('it is not a token that resumeToken() gave');
  const { v, s, d, n, l, w, q, g, a, e } = parsed as Record<string, unknown>;
  if (v !== VERSION) return bad(`its version is ${String(v)}, this library reads ${VERSION}`);
  if (s !== hashText(sourceKey)) return bad('it belongs to another log');
  const isSound =
    isCount(d) &&
    Number.isInteger(n) &&
    (q === undefined || isSeam(q)) &&
    (g === undefined || areAll(g, isPackedGap)) &&
    (a === undefined || areAll(a, isCount)) &&
    (e === undefined || areAll(e, isEdge)) &&
    areAll(l, isPacked) &&
    l.length <= TOKEN_LINES;
  if (!isSound) return bad('it is damaged');
  return given({
    delivered: Math.max(d, l.length),
    nextSeq: n as number,
    lines: readLines(l),
    whole: w === 1 || undefined,
    seam: q && (q[0] === 0 ? {} : { since: q[0], sinceTime: q[1] }),
    gaps: g?.map(([seq, reason, from, to], at) => ({
      gap: given({ kind: 'gap' as const, seq, reason, from: from || undefined, to: to || undefined }),
      after: a?.[at] ?? 0,
      edge: e?.[at] ? readLines(e[at]) : undefined,
    })),
  });
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number';
const isTextOrNothing = (value: unknown): boolean => isText(value) || value === 0;

/** A type guard for a tuple with values of these kinds. */
function tuple<T>(...kinds: readonly ((value: unknown) => boolean)[]): (value: unknown) => value is T {
  return (value): value is T =>
    Array.isArray(value) && value.length === kinds.length && kinds.every((is, at) => is(value[at]));
}

const isSeam = tuple<readonly [since: string | 0, time: number]>(isTextOrNothing, isNumber);
const isPacked = tuple<Packed>(isTextOrNothing, isNumber, isTextOrNothing, isText);
const isPackedGap = tuple<PackedGap>(isNumber, isText, isTextOrNothing, isTextOrNothing);

const isEdge = (value: unknown): value is readonly Packed[] | null =>
  value === null || areAll(value, isPacked);

function areAll<T>(value: unknown, is: (one: unknown) => one is T): value is readonly T[] {
  return Array.isArray(value) && value.every(is);
}
