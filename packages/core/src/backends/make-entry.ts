/**
 * Lines in the shape of an entry, made for one stream, which gives them their place and keeps them: a line is one object then, and
 * not a line and its copy. Lines that anybody else may hold are made by `makeLine`, and are copied.
 */
import type { DecodedLine, LogEntry, LogLevel } from '../entry.js';
import { UNPLACED } from '../lib/unplaced.js';
import { parseTime } from '../lib/time.js';
import { makeLine, stampOf, type LineDraft } from './make-line.js';

type Draft = { -readonly [Key in keyof LogEntry]: LogEntry[Key] };
type Labels = DecodedLine['labels'];

interface IdentifiedClass {
  new (
    id: string,
    timestamp: string,
    time: number,
    level: LogLevel,
    message: string,
    labels: Labels,
    raw: unknown,
  ): LineDraft<unknown>;
  prototype: object;
}

interface StampedClass {
  new (
    timestamp: string,
    time: number,
    level: LogLevel,
    message: string,
    labels: Labels,
    raw: unknown,
  ): LineDraft<unknown>;
  prototype: object;
}

/*
 * Constructors of plain objects. Of a literal whose objects live long the engine makes the next ones among its old objects at once,
 * and then has to note for each that it points to young ones: that costs more than the copy it spares.
 */
const Identified = function (
  this: Draft,
  id: string,
  timestamp: string,
  time: number,
  level: LogLevel,
  message: string,
  labels: Labels,
  raw: unknown,
) {
  this.kind = 'log';
  this.seq = UNPLACED;
  this.id = id;
  this.timestamp = timestamp;
  this.time = time;
  this.level = level;
  this.message = message;
  this.labels = labels;
  this.raw = raw;
} as unknown as IdentifiedClass;
Identified.prototype = Object.prototype;

const Stamped = function (
  this: Draft,
  timestamp: string,
  time: number,
  level: LogLevel,
  message: string,
  labels: Labels,
  raw: unknown,
) {
  this.kind = 'log';
  this.seq = UNPLACED;
  this.timestamp = timestamp;
  this.time = time;
  this.level = level;
  this.message = message;
  this.labels = labels;
  this.raw = raw;
} as unknown as StampedClass;
Stamped.prototype = Object.prototype;

/** As `makeLine`, see the file's head. An unusual line is one to be copied. */
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
  return (
    id === undefined
      ? new Stamped(timestamp, time, level, message, labels, raw)
      : new Identified(id, timestamp, time, level, message, labels, raw)
  ) as LineDraft<Raw>;
}
