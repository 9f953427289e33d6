/**
 * Joins an open live stream with what was written before it opened: its lines wait while REST is read, until the two overlap. If that read
 * fails, they are shown after a gap, and it is tried again. Also knows whether the end of a log is proven.
 */
import type { Cursor, LogSource, PageRequest } from '../backends/source.js';
import type { GapReason } from '../entry.js';
import { toLogStreamError, type LogStreamError } from '../errors.js';
import { SLICE } from '../lib/slice.js';
import type { Beginning } from './beginning.js';
import type { ChainReader } from './chain-reader.js';
import { createSeam, type Seam, type SeamParts, type SeamStart } from './seam.js';

export interface CatchUpParts<Raw> extends SeamParts<Raw> {
  readonly source: LogSource<Raw>;
  readonly beginning: Beginning;
  readonly chains: ChainReader<Raw>;
  /** Where to resume. */
  cursor(): Cursor | undefined;
  /** A caller has ended the stream. */
  isClosed(): boolean;
  /** The first lines are being read, or no longer. */
  reading(first: boolean): void;
  /** See {@link ServerConnection.overtaken}. */
  overtaken(missed?: boolean): void;
  /** The attempt to connect has failed. */
  fail(error: LogStreamError): void;
  /** The first pages were read; `more`: the server has older lines. */
  older(more: boolean): void;
}

/** See the file's head. */
export interface CatchUp {
  readonly seam: Seam;
  /** Why lines may be missing in a live pass without a REST read to prove otherwise. */
  readonly unproven: GapReason;
  /** The live stream is open. */
  begin(signal: AbortSignal): void;
  /** The log is over: resolves when the reads in progress are, too, and its end is proven, or there is a gap at it, or the attempt has failed. */
  proveEnd(): Promise<void>;
  /** The attempt is over. */
  stop(): void;
}

/** @param resumedSeam The open seam of the stream that this one resumes. */
export function createCatchUp<Raw>(parts: CatchUpParts<Raw>, resumedSeam?: SeamStart): CatchUp {
  const { source, options, intake, beginning, chains, cursor, error, fail, isClosed, older } = parts;
  const { overtaken, reading } = parts;
  const { reconciler } = intake;
  const { clock } = options;
  /** Pending while REST is read beside an open stream. */
  let catchingUp: Promise<void> | undefined;
  /** Why that read has failed. */
  let problem: LogStreamError | undefined;
  /** Shows the lines that wait for that read without it. */
  let releaseEarly: (() => void) | undefined;

  // A stream that starts at "now" skips what was written during an outage, and one that starts at the cursor must repeat lines, so if it
  // does not, the server has dropped some.
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
    older(true);
    return false;
  }

  /**
   * The stream ended before the read that lines wait for, or before all that waited were stored: they may be the last words of a server that is
   * gone. A caller who disconnects has had enough.
   */
  function showLastWords(): void {
    if (isClosed()) return;
    // Only lines that are held tell for certain where a gap after them begins.
    if (intake.ledger.stored > 0 && intake.holdsNews) releaseEarly?.();
    intake.drain();
  }

  /** Stores the rest of what has waited, in slices that do not block the thread. */
  async function drain(signal: AbortSignal): Promise<void> {
    while (intake.holding) {
      await new Promise<void>((resolve) => void clock.schedule(resolve, 0));
      if (signal.aborted) return;
      const until = clock.now() + SLICE;
      intake.drain(() => clock.now() < until);
    }
  }

  async function read(request: PageRequest<Raw>, signal: AbortSignal): Promise<void> {
    const resumed = beginning.isOver;
    const from = seam.start();
    releaseEarly = () => {
      releaseUnread(from, resumed);
      seam.miss();
    };
    const held = cursor();
    const wanted = from ? Infinity : beginning.lines;
    const known = reconciler.delivered;
    problem = undefined;
    try {
      await seam.fillMissed(signal);
      // Without a cursor, only the newest lines are read, and there may be more between them and those held.
      const unread = from || reconciler.isWhole ? 'evicted' : 'outage';
      reconciler.begin({ expectOverlap: beginning.isOver ? unread : undefined });
      // Doubtful lines are decided by the rows after them, so read on while there are any.
      const onPage = (): boolean => !intake.passedQueue || reconciler.holding;
      const begins = resumed || from ? undefined : wanted;
      const result = await chains.read(request, signal, { beside: true, onPage, wanted: begins });
      if (!resumed) beginning.read(result, wanted);
    } catch (thrown) {
      if (signal.aborted) return;
      problem = toLogStreamError(thrown, 'network', 'The missed lines could not be read');
      if (!resumed && source.failsWhenMissing && problem.kind === 'not-found') return fail(problem);
      error(problem);
    }
    if (signal.aborted) return;
    if (problem) {
      const { delivered } = reconciler;
      if (releaseUnread(from, resumed)) return seam.mendIn(options.overlapWindow, delivered, signal);
    } else {
      intake.settle();
      const isNew = resumed && reconciler.delivered > known && !intake.holdsNewest;
      // Lines written while REST was read may equal earlier rows, so the next read begins before them, not after them.
      const before = held ?? cursor();
      // If REST did not repeat any delivered line, the server has lost them, and perhaps more.
      intake.release(reconciler.unproven);
      if (isNew) overtaken(true);
      beginning.establish();
      seam.keep(before);
    }
    seam.rereadIn(options.overlapWindow, signal);
  }

  function begin(signal: AbortSignal): void {
    const request = seamRequest(seam.start());
    if (!request) return;
    intake.hold();
    reading(!beginning.isOver);
    catchingUp = read(request, signal)
      .then(() => drain(signal))
      .finally(() => {
        catchingUp = undefined;
        if (!signal.aborted) reading(false);
      });
  }

  /**
   * The log is over. If lines may be missing after those delivered, no line will come that has a gap before it. If they could not be read, the
   * attempt has failed, so that the next one reads them; if they cannot be, there is a gap at the end.
   */
  function checkEnd(): void {
    const reason = reconciler.unproven;
    if (reason === undefined) return;
    if (problem?.retryable) fail(problem);
    else intake.gaps.addMissed(undefined, undefined, reason);
  }

  const seam = createSeam(
    parts,
    {
      cursor,
      seamRequest,
      opened: begin,
      /** The reread was the first successful chain, unless lines have been delivered since. */
      wasRead(result) {
        const missed = chains.missesStart(result.more);
        if (!beginning.isOver) beginning.read(result, options.history);
        beginning.establish();
        return missed;
      },
      overtaken,
    },
    resumedSeam,
  );

  return {
    seam,
    unproven,
    begin,
    proveEnd: () => (catchingUp ?? seam.reading ?? Promise.resolve()).then(checkEnd),
    stop() {
      problem = undefined;
      reading(false);
      seam.stop();
      showLastWords();
      releaseEarly = undefined;
    },
  };
}
