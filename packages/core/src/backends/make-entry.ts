/**
 * Creates lines that already have the shape of an entry, for a stream that takes them over: it only has to set their sequence number, and
 * need not copy them. Lines that others may hold as well are created by `makeLine`, and the stream copies them.
 */
import type { DecodedLine, LogEntry, LogLevel } from '../entry.js';
import { UNPLACED } from '../lib/unplaced.js';
import { parseTime } from '../lib/time.js';
import { makeLine, stampOf, type LineDraft } from './make-line.js';

type Draft = { -readonly [Key in keyof LogEntry]: LogEntry[Key] };
type Labels = DecodedLine['labels'];

interface EntryClass {
  new <Raw>(
    id: string | undefined,
    timestamp: string,
    time: number,
    level: LogLevel,
    message: string,
    labels: Labels,
    raw: Raw,
  ): LineDraft<Raw>;
  prototype: object;
}

/*
 * A constructor of plain objects, because an object literal is slow here: if the objects of a literal live long, V8 allocates further ones
 * directly in its old generation (pretenuring), and then has to record their pointers to young objects. That costs more than the copy saved.
 */
const Entry = function (
  this: Draft,
  id: string | undefined,
  timestamp: string,
  time: number,
  level: LogLevel,
  message: string,
  labels: Labels,
  raw: unknown,
) {
  this.kind = 'log';
  this.seq = UNPLACED;
  if (id !== undefined) this.id = id;
  this.timestamp = timestamp;
  this.time = time;
  this.level = level;
  this.message = message;
  this.labels = labels;
  this.raw = raw;
} as unknown as EntryClass;
Entry.prototype = Object.prototype;

/** Like `makeLine`, see the file's head. Falls back to it, and so to a copy, for a line without a valid timestamp. */
export function makeEntry<Raw>(
  id: string | undefined,
  stamp: unknown,
  level: LogLevel,
  message: string,
  labels: Labels,
  raw: Raw,
): LineDraft<Raw> {
  const timestamp = stampOf(stamp);
  const time = timestamp === undefined ? undefined : parseTime(timestamp);
  if (timestamp === undefined || time === undefined) return makeLine(id, stamp, level, message, labels, raw);
  return new Entry(id, timestamp, time, level, message, labels, raw);
}
