/**
 * The seam between what was read over REST and what the live stream delivers: where it begins, and when it is read a second time,
 * once it is old enough, or retried if it could not be read.
 */
import type { Cursor, PageRequest } from '../backends/source.js';
import type { Intake } from '../continuity/intake.js';
import type { ResumePoint } from '../continuity/resume-token.js';
import type { DecodedLine, GapReason } from '../entry.js';
import { toLogStreamError, type LogStreamError } from '../errors.js';
import { given } from '../lib/given.js';
import type { Chain, PageReader } from '../history/read-pages.js';
import type { ResolvedOptions } from '../options.js';

/** Maximum number of lines of a seam to read a second time. */
const REREAD_LINES = 20_000;

/** Minimum and maximum delay, in milliseconds, until a seam that could not be read is retried. */
const MIN_REREAD_DELAY = 1_000;
const MAX_REREAD_DELAY = 60_000;

function longer(delay: number): number {
  return Math.min(Math.max(2 * delay, MIN_REREAD_DELAY), MAX_REREAD_DELAY);
}

/** Where a seam begins that has yet to be read a second time; without `since`, at the beginning of the log. */
export type SeamStart = NonNullable<ResumePoint['seam']>;

/** What a seam needs of its stream. */
export interface SeamParts<Raw> {
  readonly options: ResolvedOptions;
  readonly intake: Intake<Raw>;
  readonly pages: PageReader<Raw>;
  error(error: LogStreamError): void;
  /** Tries to fill all gaps. Rejects if the server cannot be reached. */
  fillGaps(signal: AbortSignal): Promise<unknown>;
}

/** What a seam needs of its session. */
export interface SeamHost<Raw> {
  /** The position after the delivered lines. */
  cursor(): Cursor | undefined;
  /** The REST read from a cursor on. undefined: the backend has none. */
  seamRequest(cursor: Cursor | undefined): PageRequest<Raw> | undefined;
  /** Starts to join them again. */
  opened(signal: AbortSignal): void;
  /** The seam was read a second time; its rows are stored next. Returns why lines are missing before them, if they are. */
  wasRead(result: Chain): GapReason | undefined;
  /** It brought lines newer than all that were delivered. */
  overtaken(): void;
}

/** See the file's head. */
export interface Seam {
  /** The read in progress. */
  readonly reading: Promise<void> | undefined;
  /** Whether missed lines could not be read and will be tried again. */
  readonly waits: boolean;
  /**
   * Returns the seam that has yet to be read a second time, for a stream that resumes there. That one would not know of a gap that has
   * left the buffer, so such a gap is given up first.
   */
  toResume(): SeamStart | undefined;
  /** Gives up a gap that has left the buffer: then there is nothing left to join. Call before reading on. */
  leaveGap(): void;
  /** Lines were missed: the gap that may stand for them is filled before reading on. */
  miss(): void;
  /** Where the read that joins the lines held with the live stream begins. undefined: as at a fresh start. */
  start(): Cursor | undefined;
  /** Opens a seam where the delivered lines ended before the read just made, or where that read began if it failed. */
  keep(cursor: Cursor | undefined): void;
  /** The connection attempt is over; the seam stays open. */
  stop(): void;
  /** Fills the gap for missed lines before reading on: otherwise these lines would arrive as late ones, after the gap. */
  fillMissed(signal: AbortSignal): Promise<void>;
  /**
   * Retries a read of missed lines that failed. As long as no line has arrived since, it simply joins again; otherwise there is a gap for the
   * missed lines, which is filled first.
   */
  mendIn(delay: number, delivered: number, signal: AbortSignal): void;
  /** Reads the seam a second time after `delay` milliseconds. */
  rereadIn(delay: number, signal: AbortSignal): void;
}

/** @param open The open seam of the stream that this one resumes. */
export function createSeam<Raw>(
  { options, intake, pages, error, fillGaps }: SeamParts<Raw>,
  host: SeamHost<Raw>,
  open?: SeamStart,
): Seam {
  const { clock } = options;
  let reading: Promise<void> | undefined;
  /** Missed lines could not be read, and there may be a gap for them. */
  let missed = false;
  let seam = open;
  let cancel: (() => void) | undefined;

  function leaveGap(): void {
    if (intake.gaps.leaveBehind()) seam = undefined;
  }

  function start(): Cursor | undefined {
    leaveGap();
    const cursor = host.cursor();
    const from = cursor?.sinceTime ?? (intake.reconciler.isWhole ? -Infinity : Infinity);
    // If older lines were read meanwhile, a late one may be among them.
    if (!seam || from < (seam.sinceTime ?? -Infinity)) return cursor;
    const { since, sinceTime } = seam;
    if (since === undefined) return undefined;
    return given({ ...(cursor ?? { delivered: 0 }), since, sinceTime });
  }

  async function fillMissed(signal: AbortSignal): Promise<void> {
    if (!missed) return;
    await fillGaps(signal);
    leaveGap();
    missed = false;
  }

  function mendIn(delay: number, delivered: number, signal: AbortSignal): void {
    missed = true;
    cancel = clock.schedule(() => {
      mend(delivered, signal).catch((thrown: unknown) => {
        if (signal.aborted) return;
        error(toLogStreamError(thrown, 'network', 'The missed lines could not be read'));
        mendIn(longer(delay), delivered, signal);
      });
    }, delay);
  }

  async function mend(delivered: number, signal: AbortSignal): Promise<void> {
    const request = host.seamRequest(start());
    // Joining makes live lines wait for REST, so first check that REST can be read.
    if (request) await pages.read(request, signal);
    if (signal.aborted) return;
    if (intake.reconciler.delivered === delivered) return host.opened(signal);
    await fillMissed(signal);
    if (!signal.aborted) rereadIn(0, signal);
  }

  function rereadIn(delay: number, signal: AbortSignal): void {
    cancel = clock.schedule(() => {
      reading = reread(delay, signal).finally(() => {
        reading = undefined;
      });
    }, delay);
  }

  /**
   * Reads the seam a second time: a line written during the outage may have become visible to REST only after the first
   * read (because its transaction committed late), and the live stream never had it.
   */
  async function reread(delay: number, signal: AbortSignal): Promise<void> {
    const rows: DecodedLine<Raw>[] = [];
    let gap: GapReason | undefined;
    try {
      const request = host.seamRequest(start());
      if (!request) return;
      const result = await pages.readAll(request, signal, (page, received) => {
        for (const line of page.lines) rows.push(line);
        return received < REREAD_LINES;
      });
      gap = host.wasRead(result);
      seam = undefined;
    } catch (thrown) {
      if (signal.aborted) return;
      error(toLogStreamError(thrown, 'network', 'The seam could not be read again'));
      return rereadIn(longer(delay), signal);
    }
    if (signal.aborted) return;
    const { window } = intake.reconciler;
    const { latest } = window;
    intake.storeLate(rows, gap);
    if (window.latest > latest) host.overtaken();
  }

  return {
    get reading() {
      return reading;
    },
    get waits() {
      return missed && cancel !== undefined;
    },
    toResume() {
      leaveGap();
      return seam;
    },
    leaveGap,
    miss() {
      missed = true;
    },
    start,
    keep(cursor) {
      seam = given({ since: cursor?.since, sinceTime: cursor?.sinceTime });
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
    fillMissed,
    mendIn,
    rereadIn,
  };
}
