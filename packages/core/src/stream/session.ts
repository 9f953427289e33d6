/**
 * What a stream does with its connection: which REST reads prove that nothing is missing, when live lines wait for
 * them, and what each payload means. It is the host of a connection, and the only one that feeds its lines to the intake.
 */
import type { Cursor, LogSource, Page, PageRequest, Signal } from '../backends/source.js';
import {
  createConnection,
  type Connection,
  type ConnectionHost,
  type ServerConnection,
} from '../connection/connection.js';
import type { ConnectionState } from '../connection/machine.js';
import type { DecodedLine, GapReason } from '../entry.js';
import { LogStreamError, toLogStreamError } from '../errors.js';
import type { PageReader } from '../history/read-pages.js';
import type { ResolvedOptions } from '../options.js';
import type { Intake } from '../continuity/intake.js';
import { replaying } from '../continuity/replaying.js';
import { exceedsUtf8 } from '../transports/utf8-length.js';
import { BASELINE_LINES, createBeginning } from './beginning.js';
import { createChainReader, EAGER } from './chain-reader.js';
import { createFirstRead } from './first-read.js';
import { oversizeIn } from './large-frame.js';
import { decodeFrame, readLines } from './read-frame.js';
import { createReplayWatch } from './replay-watch.js';
import { createSeam, type SeamHost, type SeamStart } from './seam.js';

/** Milliseconds after a live stream opens during which its lines may be a replay. */
const REPLAYED = 1_000;

/** What a session needs. */
export interface SessionParts<Raw> {
  readonly source: LogSource<Raw>;
  readonly options: ResolvedOptions;
  readonly intake: Intake<Raw>;
  readonly pages: PageReader<Raw>;
  /** A caller has ended the stream. */
  isClosed(): boolean;
  error(error: LogStreamError): void;
  /** Tries to fill all gaps. Rejects if the server cannot be reached. */
  fillGaps(signal: AbortSignal): Promise<unknown>;
  /** The first pages were read; `more`: the server has older lines. */
  older(more: boolean): void;
}

/** See the file's head. */
export interface Session {
  /** Creates the connection. With shared tabs, a change of its state need not be one of the stream. */
  open(changed: (state: ConnectionState) => void): Connection;
  /** The server has answered a read: it is alive. */
  activity(): void;
  /** Existing lines are not to be shown, and have not been read yet. */
  readonly isBeginning: boolean;
  /** For a resume token: see {@link ResumePoint.seam} and `Seam.toResume`. */
  seamToResume(): SeamStart | undefined;
  /** See `Seam.waits`. */
  readonly waits: boolean;
  /** Another tab is connected on our behalf: lines from now on that do not arrive here count as missed. */
  begun(): void;
}

/** @param resumedSeam The open seam of the stream that this one resumes. */
export function createSession<Raw>(parts: SessionParts<Raw>, resumedSeam?: SeamStart): Session {
  const { source, options, intake } = parts;
  const { reconciler } = intake;
  /** Number of lines that the stream that this one resumes had delivered. */
  const deliveredBefore = reconciler.delivered;
  const beginning = createBeginning(parts);
  const chains = createChainReader(parts, beginning);
  const readFirst = createFirstRead(parts, beginning, chains);
  const replay = createReplayWatch(options.clock, intake);
  let connection: ServerConnection | undefined;
  /** Pending while REST is read beside an open stream. */
  let catchingUp: Promise<void> | undefined;
  /** Why that read has failed. */
  let problem: LogStreamError | undefined;
  /** Shows the lines that wait for that read without it. */
  let releaseEarly: (() => void) | undefined;
  /** The last poll of this attempt succeeded. */
  let polled = false;
  let prepared = false;
  /** When the live stream opened; see {@link REPLAYED}. */
  let openedAt = Infinity;
  /** Number of lines that this attempt asked the server to replay. */
  let replayLines = 0;

  /** Where to resume: after the delivered lines, or else at the caller's starting point. */
  function cursor(): Cursor | undefined {
    const { since } = options;
    const delivered = reconciler.cursor();
    if (delivered?.since !== undefined || since === undefined) return delivered;
    return { lastTimestamp: since, delivered: 0, ...delivered, since };
  }

  async function loadReplaying(): Promise<void> {
    if (source.identity === 'align' && !replaying.here) await replaying.load();
  }

  /**
   * Why lines may be missing in a live pass without a REST read to prove otherwise: a stream that starts at "now" skips what was written
   * during an outage, and one that starts at the cursor must repeat lines, so if it does not, the server has dropped some.
   */
  const unproven: GapReason = source.liveStart === 'now' ? 'outage' : 'evicted';

  function seamRequest(from: Cursor | undefined): PageRequest<Raw> | undefined {
    if (from) return source.catchUp?.(from);
    const { delivered, isWhole } = reconciler;
    const { lines } = beginning;
    // Read everything since the start, because the newest lines alone may not overlap those held.
    if (delivered > 0 && (isWhole || lines === 0) && source.catchUp) return source.catchUp({ delivered });
    return lines > 0 ? source.start?.({ lines }) : undefined;
  }

  /**
   * A read that was to begin at `from` has failed, or the stream ended before it did. Shows the lines that have waited for it, after a gap if
   * lines may be missing, and returns whether they may. What the read has left in doubt is dropped, because it will be read again.
   */
  function releaseUnread(from: Cursor | undefined, resumed: boolean): boolean {
    seam.keep(from);
    // A first read may have brought lines before it failed.
    if (beginning.isOver || beginning.established) {
      if (!resumed) reconciler.beginsHere(false);
      intake.release(unproven);
      return true;
    }
    intake.release(undefined);
    // Lines from before the stream opened can be read later; those older than its first line by scrolling up.
    parts.older(true);
    return false;
  }

  /**
   * The stream ended before the read that lines wait for: they may be the last words of a server that is gone. A caller who disconnects
   * has had enough.
   */
  function showLastWords(): void {
    // Only lines that are held tell for certain where a gap after them begins.
    if (intake.ledger.stored > 0 && intake.holdsNews && !parts.isClosed()) releaseEarly?.();
  }

  async function catchUp(request: PageRequest<Raw>, signal: AbortSignal): Promise<void> {
    const resumed = beginning.isOver;
    const from = seam.start();
    releaseEarly = () => {
      releaseUnread(from, resumed);
      seam.miss();
    };
    const held = cursor();
    const wanted = from ? Infinity : beginning.lines;
    problem = undefined;
    try {
      await seam.fillMissed(signal);
      // Without a cursor, only the newest lines are read, and there may be more between them and those held.
      const unread = from || reconciler.isWhole ? 'evicted' : 'outage';
      // The gap of the stream that this one resumes comes before all that this one delivers. Later, lines in a gap are read by filling it.
      const gap = reconciler.delivered === deliveredBefore ? intake.gaps.newest : undefined;
      reconciler.begin({ expectOverlap: beginning.isOver ? unread : undefined, gap });
      // Doubtful lines are decided by the rows after them, so read on while there are any.
      const onPage = (): boolean => !intake.passedQueue || reconciler.holding;
      const begins = resumed || from ? undefined : wanted;
      const result = await chains.read(request, signal, { onPage, wanted: begins });
      if (!resumed) beginning.read(result, wanted);
    } catch (thrown) {
      if (signal.aborted) return;
      problem = toLogStreamError(thrown, 'network', 'The missed lines could not be read');
      if (!resumed && source.failsWhenMissing && problem.kind === 'not-found')
        return connection?.fail(problem);
      parts.error(problem);
    }
    if (signal.aborted) return;
    if (problem) {
      const { delivered } = reconciler;
      if (releaseUnread(from, resumed)) return seam.mendIn(options.overlapWindow, delivered, signal);
    } else {
      intake.settle();
      // Lines written while REST was read may equal earlier rows, so the next read begins before them, not after them.
      const before = held ?? cursor();
      // If REST did not repeat any delivered line, the server has lost them, and perhaps more.
      intake.release(reconciler.unproven);
      beginning.establish();
      seam.keep(before);
    }
    seam.rereadIn(options.overlapWindow, signal);
  }

  function take(lines: readonly DecodedLine<Raw>[]): void {
    const now = options.clock.now();
    openedAt = Math.min(openedAt, now); // the clock may have been set back
    if (lines.length > 0) intake.live(lines, now - openedAt >= REPLAYED);
    replay.arrived();
  }

  /**
   * The log is over. If lines may be missing after those delivered, no line will come that has a gap before it. If they could not be read, the
   * attempt has failed, so that the next one reads them; if they cannot be, there is a gap at the end.
   */
  function proveEnd(): void {
    const reason = reconciler.unproven;
    if (reason === undefined) return;
    if (problem?.retryable) connection?.fail(problem);
    else intake.gaps.addMissed(undefined, undefined, reason);
  }

  function end(signal: Extract<Signal<Raw>, { type: 'complete' | 'timeout' | 'fatal' }>): void {
    if (signal.type === 'timeout') return connection?.timeout();
    if (signal.type === 'fatal') return connection?.fail(signal.error);
    replay.stop();
    intake.settle();
    const reading = catchingUp ?? seam.reading ?? Promise.resolve();
    connection?.finish(reading.then(proveEnd), signal.status);
  }

  const host: Omit<ConnectionHost, 'changed'> & SeamHost<Raw> = {
    cursor,
    seamRequest,
    async prepare(signal) {
      await loadReplaying();
      if (!cursor()) await readFirst(signal);
      prepared = true;
    },
    opening(request) {
      const expectOverlap = beginning.isOver ? unproven : undefined;
      replayLines = request.replayLines ?? 0;
      const baseline = source.liveStart === 'tail' && !beginning.isOver && beginning.isBaseline;
      reconciler.begin({ expectOverlap, baseline, replayLines: request.replayLines });
    },
    opened(signal) {
      openedAt = options.clock.now();
      if (source.liveStart === 'tail') return replay.begin(replayLines, () => beginning.setBaseline());
      const request = seamRequest(seam.start());
      if (!request) return;
      intake.hold();
      catchingUp = catchUp(request, signal).finally(() => {
        catchingUp = undefined;
      });
    },
    ended() {
      problem = undefined;
      replay.stop();
      polled = false;
      seam.stop();
      showLastWords();
      releaseEarly = undefined;
      intake.drop();
    },
    oversize(bytes) {
      intake.oversize(bytes);
      replay.arrived();
    },
    frames(frames, transport) {
      const { maxMessageBytes: max } = options;
      let lines: DecodedLine<Raw>[] = [];
      for (const frame of frames) {
        const isLarge = exceedsUtf8(frame.data, max);
        if (!isLarge && readLines(source, frame, transport, lines)) continue;
        const signals = decodeFrame(source, frame, transport);
        for (const signal of signals) {
          const bytes = isLarge ? oversizeIn(frame, signals, signal, max) : undefined;
          if (bytes !== undefined) {
            take(lines);
            lines = [];
            host.oversize(bytes);
            continue;
          }
          if (signal.type === 'line') {
            lines.push(signal.line);
            continue;
          }
          if (signal.type === 'complete' || signal.type === 'timeout' || signal.type === 'fatal') {
            take(lines);
            return end(signal);
          }
          if (signal.type === 'heartbeat') connection?.heartbeat();
          else if (signal.type === 'malformed') chains.malformed(signal);
          else if (signal.type === 'unknown') intake.unknown();
        }
      }
      take(lines);
    },
    completed: () => end({ type: 'complete' }),
    async poll(signal) {
      await loadReplaying();
      const from = cursor();
      const start = { lines: options.history === 0 ? BASELINE_LINES : options.history };
      const request = source.poll?.(from, start) ?? (from ? source.catchUp?.(from) : source.start?.(start));
      if (!request)
        throw new LogStreamError(
          'unsupported',
          `${source.backend} cannot be polled: it defines neither poll nor start and catchUp.`,
        );
      const baseline = !from && beginning.isBaseline;
      const followsPoll = polled;
      await seam.fillMissed(signal);
      const first = !beginning.isOver;
      reconciler.begin({ expectOverlap: first ? undefined : 'evicted', baseline, followsPoll });
      polled = false;
      let outcome: { status?: string } | undefined;
      const onPage = (page: Page<Raw>): void => void (outcome = page.complete ?? outcome);
      const result = await chains.read(request, signal, { ...EAGER, isNews: followsPoll, onPage });
      intake.settle();
      // Otherwise the delivered lines are gone from the server.
      polled = reconciler.unproven === undefined;
      if (first) beginning.read(result, baseline ? BASELINE_LINES : options.history);
      if (baseline) {
        beginning.setBaseline();
        parts.older(true);
      }
      beginning.establish();
      if (!outcome) return 'again';
      connection?.finish(undefined, outcome.status);
      return 'done';
    },
    /** The reread was the first successful chain, unless lines have been delivered since. */
    wasRead(result) {
      const missed = chains.missesStart(result.more);
      if (!beginning.isOver) beginning.read(result, options.history);
      beginning.establish();
      return missed;
    },
  };
  const seam = createSeam(parts, host, resumedSeam);

  return {
    open: (changed) => (connection = createConnection(source, options, { ...host, changed })),
    activity: () => connection?.activity(),
    get isBeginning() {
      return beginning.isBaseline && !prepared;
    },
    seamToResume: seam.toResume,
    get waits() {
      return seam.waits;
    },
    begun() {
      beginning.establish();
      // Whoever takes over holds the gaps of the leader and fills them before it reads on.
      seam.miss();
    },
  };
}
