/** A log without a server: the caller appends the lines. For static text, tests, and custom transports. */
import { LOG_LEVELS, type DecodedLine, type LogLevel, type LogLine } from '../entry.js';
import { DEFAULTS } from '../defaults.js';
import { invalidArgument, LogStreamError } from '../errors.js';
import { checkInteger, checkOneOf, checkOptions, refuse } from '../lib/arguments.js';
import { describe, isRecord, readLabel } from '../lib/json.js';
import { createLevelReader } from '../lib/level-reader.js';
import { lineLevel } from '../lib/line-level.js';
import { splitLines } from '../lib/split-lines.js';
import { NO_LABELS } from './label-cache.js';
import { makeLine, setDetails } from './make-line.js';
import type { FeedSink, LogSource } from './source.js';

/** What a feed accepts as a line; it is also the entry's `raw`. */
export type FeedRaw = string | LogLine;

/** Options of {@link createLogFeed}. */
export interface LogFeedOptions {
  /** A short name for people. Default "feed". */
  readonly title?: string;
  /** Level words to recognise at the beginning of plain lines, in addition to the usual ones; keys in any case. */
  readonly levels?: Readonly<Record<string, LogLevel>>;
  /** Lines kept for streams that attach later. Default 10,000. */
  readonly bufferLines?: number;
}

/** A log whose lines the caller appends. It is a source: pass it to `createLogStream` or `<LogViewer source>`. */
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

/** Lines passed on at once, so that an endless iterable does not fill the memory. */
const BATCH = 1_000;

let feeds = 0;

/**
 * Creates a feed. The newest `bufferLines` lines are kept for streams that attach later. Older lines that such a stream has not
 * received are reported to it as an `overflow` gap with their number. Throws `invalid-argument` if `bufferLines` is not a
 * whole number of at least 1.
 */
export function createLogFeed(options: LogFeedOptions = {}): LogFeed {
  checkOptions(options);
  const levels = createLevelReader(options.levels);
  const title = options.title ?? 'feed';
  const bufferLines = options.bufferLines ?? DEFAULTS.bufferLines;
  checkInteger('bufferLines', bufferLines, 1);
  const sinks = new Set<FeedSink<FeedRaw>>();
  let kept: DecodedLine<FeedRaw>[] = [];
  /** Number of lines appended so far. */
  let total = 0;
  let idCount = 0;
  let completed = false;
  /** Notifications not yet sent. If a sink appends more, all sinks first receive the current notification. */
  let waiting: ((sink: FeedSink<FeedRaw>) => void)[] = [];
  let isNotifying = false;
  const key = `feed ${++feeds}`;
  /** An id unlike any of a caller's. It is the same after a reload of the page, because links to lines contain it. */
  const ownId = (): string => `feed: ${title} #${++idCount}`;

  function plain(text: string): DecodedLine<FeedRaw> {
    return { id: ownId(), level: lineLevel(text, levels), message: text, labels: NO_LABELS, raw: text };
  }

  function described(line: LogLine): DecodedLine<FeedRaw> {
    if (!isRecord(line) || typeof line.message !== 'string')
      refuse('A line of a feed', 'a string or { message: "…" }', line);
    checkOneOf('level', line.level, LOG_LEVELS);
    const { timestamp } = line;
    // Backends ignore a server's invalid timestamp, but a caller can correct theirs.
    if (typeof (timestamp ?? '') !== 'string')
      throw invalidArgument(
        `timestamp must be a string, not ${describe(timestamp)}. For a Date, use toISOString().`,
      );
    const draft = makeLine<FeedRaw>(
      readLabel(line.id) ?? ownId(),
      timestamp,
      line.level ?? lineLevel(line.message, levels),
      line.message,
      readLabels(line.labels),
      line,
    );
    setDetails(draft, line.progress, line.metadata);
    return draft;
  }

  function deliver(lines: readonly DecodedLine<FeedRaw>[]): void {
    if (lines.length === 0) return;
    for (const line of lines) kept.push(line);
    if (kept.length > 2 * bufferLines) kept = kept.slice(-bufferLines); // not on every append, so that copying stays cheap
    const before = total;
    total += lines.length;
    notify((sink) => sink.lines(lines, before));
  }

  function notify(what: (sink: FeedSink<FeedRaw>) => void): void {
    waiting.push(what);
    if (isNotifying) return;
    isNotifying = true;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift())
        for (const sink of [...sinks]) next(sink);
    } finally {
      isNotifying = false;
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
      // First, because receiving these lines may make the sink append more.
      if (!ended) sinks.add(own);
      if (newest.length > 0) own.lines(newest, total - newest.length);
      if (ended) own.complete();
      return () => void sinks.delete(own);
    },

    append(lines) {
      if (completed) throw invalidArgument('The feed is complete. Create a new one.');
      let batch: DecodedLine<FeedRaw>[] = [];
      const flush = (): void => {
        const full = batch;
        batch = [];
        deliver(full);
      };
      const add = (line: DecodedLine<FeedRaw>): void => {
        if (batch.push(line) >= BATCH) flush();
      };
      try {
        for (const line of iterableOf(lines))
          if (typeof line === 'string') for (const text of splitLines(line)) add(plain(text));
          else add(described(line));
      } finally {
        flush(); // lines before an invalid one are delivered
      }
    },

    complete() {
      if (completed) return;
      completed = true;
      notify((sink) => {
        sinks.delete(sink);
        sink.complete();
      });
    },

    get completed() {
      return completed;
    },
  };
}

/** Converts all labels to strings; returns the same object if they already are. Throws `invalid-argument` for anything but an object. */
function readLabels(labels: LogLine['labels'] | null): DecodedLine['labels'] {
  if (labels === undefined || labels === null) return NO_LABELS;
  if (!isRecord(labels)) return refuse('labels', '{ name: "text" }', labels);
  const values: readonly unknown[] = Object.values(labels);
  if (values.every((value) => typeof value === 'string')) return labels;
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, readLabel(value) ?? '']));
}

/** A single line becomes a list of one. A string is iterable, too, but must not be split into characters. */
function iterableOf(lines: FeedRaw | Iterable<FeedRaw>): Iterable<FeedRaw> {
  if (typeof lines === 'object' && lines !== null && Symbol.iterator in lines) return lines;
  return [lines];
}
