/** A log without a server: the caller writes the lines. For static text, tests, and custom transports. */
import { LOG_LEVELS, type DecodedLine, type LogLevel, type LogLine } from '../entry.js';
import { DEFAULTS } from '../defaults.js';
import { invalidArgument, LogStreamError } from '../errors.js';
import { checkInteger } from '../lib/arguments.js';
import { describe, isRecord, readLabel, readMetadata, readProgress } from '../lib/json.js';
import { createLevelReader } from '../lib/levels.js';
import { lineLevel } from '../lib/line-level.js';
import { splitLines } from '../lib/split-lines.js';
import { NO_LABELS } from './label-cache.js';
import { makeLine } from './make-line.js';
import type { FeedSink, LogSource } from './source.js';

/** What a feed accepts as a line; it is also the entry's `raw`. */
export type FeedRaw = string | LogLine;

/** What {@link createLogFeed} takes. */
export interface LogFeedOptions {
  /** A short name for people. Default "feed". */
  readonly title?: string;
  /** Level words to recognise at the beginning of plain lines, in addition to the usual ones; keys in any case. */
  readonly levels?: Readonly<Record<string, LogLevel>>;
  /** Lines kept for streams that attach later. Default 10,000. */
  readonly bufferLines?: number;
}

/** A log that the caller writes. It is a source: pass it to `createLogStream` or `<LogViewer source>`. */
export interface LogFeed extends LogSource<FeedRaw> {
  /**
   * Adds lines. A string is split into lines, and the level of each is taken from its beginning; a {@link LogLine} is one
   * line, even if its message has several. A line whose `id` was already appended is shown only once.
   * Throws `invalid-argument` for a line without a message and after `complete()`.
   */
  append(lines: FeedRaw | Iterable<FeedRaw>): void;
  /** Ends the log. Streams become `complete`. */
  complete(): void;
  /** `complete()` was called. */
  readonly completed: boolean;
}

/** Lines passed on at once, so that an endless iterable cannot fill the memory. */
const BATCH = 1_000;

let feeds = 0;

/**
 * Creates a feed. The newest `bufferLines` lines are kept for streams that attach later. Older lines that such a stream has not
 * received are reported to it as an `overflow` gap with their number. Throws `invalid-argument` for a `bufferLines` that is no
 * whole number of at least 1.
 */
export function createLogFeed(options: LogFeedOptions = {}): LogFeed {
  const levels = createLevelReader(options.levels);
  const title = options.title ?? 'feed';
  const bufferLines = options.bufferLines ?? DEFAULTS.bufferLines;
  checkInteger('bufferLines', bufferLines, 1);
  const sinks = new Set<FeedSink<FeedRaw>>();
  let kept: DecodedLine<FeedRaw>[] = [];
  /** Lines appended in all. */
  let total = 0;
  let count = 0;
  let completed = false;
  /** What is yet to be told. A listener may append: that comes after what is being told, for everyone. */
  let waiting: ((sink: FeedSink<FeedRaw>) => void)[] = [];
  let telling = false;
  const key = `feed ${++feeds}`;
  /** Such as no caller gives; the same when the page is loaded again, since links to lines name it. */
  const ownId = (): string => `feed: ${title} #${++count}`;

  function plain(text: string): DecodedLine<FeedRaw> {
    return { id: ownId(), level: lineLevel(text, levels), message: text, labels: NO_LABELS, raw: text };
  }

  function described(line: LogLine): DecodedLine<FeedRaw> {
    if (!isRecord(line) || typeof line.message !== 'string')
      throw invalidArgument(`A line of a feed is a string or { message: "…" }, not ${describe(line)}.`);
    if (line.level !== undefined && !LOG_LEVELS.includes(line.level))
      throw invalidArgument(`level must be one of ${LOG_LEVELS.join(', ')}, not ${describe(line.level)}.`);
    const { timestamp } = line;
    // Whoever writes the lines himself wants to hear of it.
    if (typeof (timestamp ?? '') !== 'string')
      throw invalidArgument(
        `timestamp must be a string such as 2026-01-15T10:30:00.000Z, not ${describe(timestamp)}. A Date has toISOString().`,
      );
    const draft = makeLine<FeedRaw>(
      readLabel(line.id) ?? ownId(),
      timestamp,
      line.level ?? lineLevel(line.message, levels),
      line.message,
      readLabels(line.labels),
      line,
    );
    const progress = readProgress(line.progress);
    if (progress !== undefined) draft.progress = progress;
    const metadata = readMetadata(line.metadata);
    if (metadata !== undefined) draft.metadata = metadata;
    return draft;
  }

  function deliver(lines: readonly DecodedLine<FeedRaw>[]): void {
    if (lines.length === 0) return;
    for (const line of lines) kept.push(line);
    if (kept.length > 2 * bufferLines) kept = kept.slice(-bufferLines); // seldom, so that the copy costs little a line
    const before = total;
    total += lines.length;
    tell((sink) => sink.lines(lines, before));
  }

  function tell(what: (sink: FeedSink<FeedRaw>) => void): void {
    waiting.push(what);
    if (telling) return;
    telling = true;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift())
        for (const sink of [...sinks]) next(sink);
    } finally {
      telling = false;
      waiting = [];
    }
  }

  return {
    backend: 'feed',
    key,
    title,
    transports: [],
    identity: 'id',
    liveStart: 'now',
    live() {
      throw new LogStreamError('unsupported', 'A feed has no server: its lines come from append().');
    },
    decode: () => [],
    identify: (line) => line.id ?? line.message,

    attach(sink) {
      const own: FeedSink<FeedRaw> = {
        lines: (lines, before) => sink.lines(lines, before),
        complete: () => sink.complete(),
      };
      const newest = kept.slice(-bufferLines);
      const ended = completed;
      // Before it hears of these: who hears of them may append more.
      if (!ended) sinks.add(own);
      if (newest.length > 0) own.lines(newest, total - newest.length);
      if (ended) own.complete();
      return () => void sinks.delete(own);
    },

    append(lines) {
      if (completed) throw invalidArgument('The feed is complete: make a new one with createLogFeed().');
      let batch: DecodedLine<FeedRaw>[] = [];
      const flush = (): void => {
        const full = batch;
        batch = [];
        deliver(full);
      };
      try {
        for (const line of iterableOf(lines)) {
          if (typeof line === 'string') for (const text of splitLines(line)) batch.push(plain(text));
          else batch.push(described(line));
          if (batch.length >= BATCH) flush();
        }
      } finally {
        flush(); // what came before a line that cannot be read is there
      }
    },

    complete() {
      if (completed) return;
      completed = true;
      tell((sink) => {
        sinks.delete(sink);
        sink.complete();
      });
    },

    get completed() {
      return completed;
    },
  };
}

/** Labels as texts: the same object where they are. Throws `invalid-argument` for what is no record. */
function readLabels(labels: LogLine['labels'] | null): DecodedLine['labels'] {
  if (labels === undefined || labels === null) return NO_LABELS;
  if (!isRecord(labels)) throw invalidArgument(`labels must be { name: "text" }, not ${describe(labels)}.`);
  const values: readonly unknown[] = Object.values(labels);
  if (values.every((value) => typeof value === 'string')) return labels;
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, readLabel(value) ?? '']));
}

/** A text is a line, and not its characters. */
function iterableOf(lines: FeedRaw | Iterable<FeedRaw>): Iterable<FeedRaw> {
  if (typeof lines === 'object' && lines !== null && Symbol.iterator in lines) return lines;
  return [lines];
}
