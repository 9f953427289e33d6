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
import type { PageReader } from '../history/read-pages.js';
import type { ResolvedOptions } from '../options.js';
import type { ChainResult } from './chain-reader.js';

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
  wasRead(result: ChainResult): GapReason | undefined;
}

/** See the file's head. */
export class Seam<Raw> {
  /** The read in progress. */
  reading: Promise<void> | undefined;
  /** Missed lines could not be read, and there may be a gap for them. */
  private missed = false;
  private seam: SeamStart | undefined;
  private cancel: (() => void) | undefined;

  /** @param open The open seam of the stream that this one resumes. */
  constructor(
    private readonly parts: SeamParts<Raw>,
    private readonly host: SeamHost<Raw>,
    open?: SeamStart,
  ) {
    this.seam = open;
  }

  /**
   * Returns the seam that has yet to be read a second time, for a stream that resumes there. That one would not know of a gap that has
   * left the buffer, so such a gap is given up first.
   */
  toResume(): SeamStart | undefined {
    this.leaveGap();
    return this.seam;
  }

  /** Lines were missed: the gap that may stand for them is filled before reading on. */
  miss(): void {
    this.missed = true;
  }

  /** Whether missed lines could not be read and will be tried again. */
  get waits(): boolean {
    return this.missed && this.cancel !== undefined;
  }

  /** Where the read that joins the lines held with the live stream begins. undefined: as at a fresh start. */
  start(): Cursor | undefined {
    this.leaveGap();
    if (!this.seam) return this.host.cursor();
    const { since, sinceTime } = this.seam;
    if (since === undefined) return undefined;
    return given({ ...(this.host.cursor() ?? { delivered: 0 }), since, sinceTime });
  }

  /** If the gap after the seam has left the buffer, there is nothing left to join. */
  private leaveGap(): void {
    if (this.parts.intake.gaps.leaveBehind()) this.seam = undefined;
  }

  /** Opens a seam where the delivered lines ended before the read just made, or where that read began if it failed. */
  keep(cursor: Cursor | undefined): void {
    this.seam = given({ since: cursor?.since, sinceTime: cursor?.sinceTime });
  }

  /** The connection attempt is over; the seam stays open. */
  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  /** Fills the gap for missed lines before reading on: otherwise these lines would arrive as late ones, after the gap. */
  async fillMissed(signal: AbortSignal): Promise<void> {
    if (!this.missed) return;
    await this.parts.fillGaps(signal);
    this.leaveGap();
    this.missed = false;
  }

  /** Retries a read of missed lines that failed. As long as no line has arrived since, it simply joins again; otherwise there is a gap for the missed lines, which is filled first. */
  mendIn(delay: number, delivered: number, signal: AbortSignal): void {
    this.miss();
    this.cancel = this.parts.options.clock.schedule(() => {
      this.mend(delivered, signal).catch((thrown: unknown) => {
        if (signal.aborted) return;
        this.parts.error(toLogStreamError(thrown, 'network', 'The missed lines could not be read'));
        this.mendIn(longer(delay), delivered, signal);
      });
    }, delay);
  }

  private async mend(delivered: number, signal: AbortSignal): Promise<void> {
    const { intake, pages } = this.parts;
    const request = this.host.seamRequest(this.start());
    // Joining makes live lines wait for REST, so first check that REST can be read.
    if (request) await pages.read(request, signal);
    if (signal.aborted) return;
    if (intake.reconciler.delivered === delivered) return this.host.opened(signal);
    await this.fillMissed(signal);
    if (!signal.aborted) this.rereadIn(0, signal);
  }

  /** Reads the seam a second time after `delay` milliseconds. */
  rereadIn(delay: number, signal: AbortSignal): void {
    this.cancel = this.parts.options.clock.schedule(() => {
      this.reading = this.reread(delay, signal).finally(() => {
        this.reading = undefined;
      });
    }, delay);
  }

  /**
   * Reads the seam a second time: a line written during the outage may have become visible to REST only after the first
   * read (because its transaction committed late), and the live stream never had it.
   */
  private async reread(delay: number, signal: AbortSignal): Promise<void> {
    const { intake, pages, error } = this.parts;
    const rows: DecodedLine<Raw>[] = [];
    let total = 0;
    let truncated = false;
    let missed: GapReason | undefined;
    try {
      const request = this.host.seamRequest(this.start());
      if (!request) return;
      await pages.readAll(request, signal, (page) => {
        for (const line of page.lines) rows.push(line);
        total = page.total ?? total;
        truncated ||= page.truncated === true;
        return rows.length < REREAD_LINES;
      });
      missed = this.host.wasRead({ received: rows.length, more: truncated || total > rows.length });
      this.seam = undefined;
    } catch (thrown) {
      if (signal.aborted) return;
      error(toLogStreamError(thrown, 'network', 'The seam could not be read again'));
      return this.rereadIn(longer(delay), signal);
    }
    if (!signal.aborted) intake.storeLate(rows, missed);
  }
}
