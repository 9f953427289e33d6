/**
 * Where a stream got to, as a small text: for a reload, a worker, another tab. It holds stamps, ids and hashes of the last
 * lines, never their text and never a token.
 */
import type { LogGap } from '../entry.js';
import { invalidArgument } from '../errors.js';
import { hashText, type RememberedLine } from './line-key.js';

/** Lines that a token remembers at most: enough for the overlap of an ordinary log, small enough for a URL-less store. */
export const TOKEN_LINES = 256;

/** Gaps that a token tells of at most. */
const TOKEN_GAPS = 16;

const VERSION = 1;

/** What a token says. */
export interface ResumePoint {
  /** Lines delivered in all. */
  readonly delivered: number;
  /** The number that the next line gets. */
  readonly nextSeq: number;
  /** The newest lines, oldest first. */
  readonly lines: readonly RememberedLine[];
  /** The first line delivered is the first of the log. */
  readonly whole?: boolean;
  /** Where the last seam begins, if it has yet to be read again; without a stamp: where the log begins. */
  readonly seam?: { readonly since?: string; readonly sinceTime?: number };
  /** Gaps that are open. How many lines are missing is not kept: between a gap and the next line there are lines that nobody holds. */
  readonly gaps?: readonly LogGap[];
}

/** A line as four values; 0 stands for what it has not. */
type Packed = readonly [timestamp: string | 0, time: number, id: string | 0, key: string];

/** A gap as four values; 0 stands for what it has not. */
type PackedGap = readonly [seq: number, reason: LogGap['reason'], from: string | 0, to: string | 0];

/** Writes a token for the log with this key. */
export function writeResumeToken(sourceKey: string, point: ResumePoint): string {
  const lines: readonly Packed[] = point.lines
    .slice(-TOKEN_LINES)
    .map(({ timestamp, time, id, key }) => [timestamp ?? 0, time ?? 0, id ?? 0, key]);
  const gaps = (point.gaps ?? [])
    .slice(-TOKEN_GAPS)
    .map(({ seq, reason, from, to }): PackedGap => [seq, reason, from ?? 0, to ?? 0]);
  return JSON.stringify({
    v: VERSION,
    s: hashText(sourceKey),
    d: point.delivered,
    n: point.nextSeq,
    l: lines,
    ...(point.whole === true ? { w: 1 } : {}),
    ...(point.seam ? { q: [point.seam.since ?? 0, point.seam.sinceTime ?? 0] } : {}),
    ...(gaps.length > 0 ? { g: gaps } : {}),
  });
}

/** Reads a token back. Throws `invalid-argument` for what is none, is damaged, or belongs to another log. */
export function readResumeToken(sourceKey: string, token: string): ResumePoint {
  const bad = (why: string): never => {
    throw invalidArgument(`options.resume is not usable: ${why}. Leave it out to start anew.`);
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(token);
  } catch {
    return bad('it is not a token that resumeToken() gave');
  }
  if (typeof parsed !== 'object' || parsed === null) return bad('it is not a token that resumeToken() gave');
  const { v, s, d, n, l, w, q, g } = parsed as Record<string, unknown>;
  if (v !== VERSION) return bad(`its version is ${String(v)}, this library reads ${VERSION}`);
  if (s !== hashText(sourceKey)) return bad('it belongs to another log');
  if (!isCount(d) || typeof n !== 'number' || !Number.isInteger(n)) return bad('it is damaged');
  if (q !== undefined && !isSeam(q)) return bad('it is damaged');
  if (g !== undefined && !(Array.isArray(g) && g.every(isPackedGap))) return bad('it is damaged');
  if (!Array.isArray(l) || l.length > TOKEN_LINES || !l.every(isPacked)) return bad('it is damaged');
  return {
    delivered: Math.max(d, l.length),
    nextSeq: n,
    lines: l.map(unpack),
    ...(w === 1 ? { whole: true } : {}),
    ...(isSeam(q) ? { seam: q[0] === 0 ? {} : { since: q[0], sinceTime: q[1] } } : {}),
    ...(g === undefined ? {} : { gaps: g.map(unpackGap) }),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isSeam(value: unknown): value is readonly [since: string | 0, time: number] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [since, time] = value as unknown[];
  return (typeof since === 'string' || since === 0) && typeof time === 'number';
}

function textOrNothing(value: unknown): boolean {
  return typeof value === 'string' || value === 0;
}

function isPackedGap(value: unknown): value is PackedGap {
  if (!Array.isArray(value) || value.length !== 4) return false;
  const [seq, reason, from, to] = value as unknown[];
  return typeof seq === 'number' && typeof reason === 'string' && textOrNothing(from) && textOrNothing(to);
}

function unpackGap([seq, reason, from, to]: PackedGap): LogGap {
  return { kind: 'gap', seq, reason, ...(from === 0 ? {} : { from }), ...(to === 0 ? {} : { to }) };
}

function isPacked(value: unknown): value is Packed {
  if (!Array.isArray(value) || value.length !== 4) return false;
  const [timestamp, time, id, key] = value as unknown[];
  return textOrNothing(timestamp) && typeof time === 'number' && textOrNothing(id) && typeof key === 'string';
}

function unpack([timestamp, time, id, key]: Packed): RememberedLine {
  return {
    key,
    ...(timestamp === 0 ? {} : { timestamp }),
    ...(time === 0 ? {} : { time }),
    ...(id === 0 ? {} : { id }),
  };
}
