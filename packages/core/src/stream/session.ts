/**
 * What a stream does with its connection: what precedes a live stream, what each payload and each poll means, and how it ends. It is the
 * host of a connection, and the only one that feeds its lines to the intake.
 */
import type { Cursor, LogSource, Page, Signal } from '../backends/source.js';
import type { ConnectionHost } from '../connection/connection-host.js';
import { createConnection, type Connection, type ServerConnection } from '../connection/connection.js';
import type { ConnectionState } from '../connection/machine.js';
import type { DecodedLine } from '../entry.js';
import { LogStreamError } from '../errors.js';
import type { PageReader } from '../history/read-pages.js';
import type { ResolvedOptions } from '../options.js';
import type { Intake } from '../continuity/intake.js';
import { replaying } from '../continuity/replaying.js';
import { exceedsUtf8 } from '../transports/utf8-length.js';
import { BASELINE_LINES, createBeginning } from './beginning.js';
import { createCatchUp } from './catch-up.js';
import { createChainReader, EAGER } from './chain-reader.js';
import { createFirstRead } from './first-read.js';
import { oversizeIn } from './large-frame.js';
import { decodeFrame, readLines } from './read-frame.js';
import { createReplayWatch } from './replay-watch.js';
import type { SeamStart } from './seam.js';

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
  /** The first lines are being read beside an open stream, or no longer. */
  reading(first: boolean): void;
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
  const beginning = createBeginning(parts);
  const chains = createChainReader(parts, beginning);
  const readFirst = createFirstRead(parts, beginning, chains);
  const replay = createReplayWatch(options.clock, intake);
  const fail = (error: LogStreamError): void => connection?.fail(error);
  const overtaken = (missed?: boolean): void => {
    // A stream that is merely late may still bring what lies in a gap.
    if (reconciler.gaps.length === 0) connection?.overtaken(missed);
  };
  const catchUp = createCatchUp({ ...parts, beginning, chains, cursor, fail, overtaken }, resumedSeam);
  const { seam } = catchUp;
  let connection: ServerConnection | undefined;
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

  function take(lines: readonly DecodedLine<Raw>[]): void {
    const now = options.clock.now();
    openedAt = Math.min(openedAt, now); // the clock may have been set back
    if (lines.length > 0) intake.live(lines, now - openedAt >= REPLAYED);
    replay.arrived();
  }

  function end(signal: Extract<Signal<Raw>, { type: 'complete' | 'timeout' | 'fatal' }>): void {
    if (signal.type === 'timeout') return connection?.timeout();
    if (signal.type === 'fatal') return fail(signal.error);
    replay.stop();
    intake.settle();
    connection?.finish(catchUp.proveEnd(), signal.status);
  }

  const host: Omit<ConnectionHost, 'changed'> = {
    cursor,
    async prepare(signal) {
      await loadReplaying();
      if (!cursor()) await readFirst(signal);
      prepared = true;
    },
    opening(request) {
      const expectOverlap = beginning.isOver ? catchUp.unproven : undefined;
      replayLines = request.replayLines ?? 0;
      const baseline = source.liveStart === 'tail' && !beginning.isOver && beginning.isBaseline;
      reconciler.begin({ expectOverlap, baseline, replayLines: request.replayLines });
    },
    opened(signal) {
      openedAt = options.clock.now();
      if (source.liveStart === 'tail') return replay.begin(replayLines, () => beginning.setBaseline());
      catchUp.begin(signal);
    },
    ended() {
      replay.stop();
      polled = false;
      catchUp.stop();
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
      seam.leaveGap();
      const from = cursor();
      const start = { lines: beginning.lines || BASELINE_LINES };
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
      if (first) beginning.read(result, start.lines);
      if (baseline) {
        beginning.setBaseline();
        parts.older(true);
      }
      beginning.establish();
      if (!outcome) return 'again';
      connection?.finish(undefined, outcome.status);
      return 'done';
    },
  };

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
