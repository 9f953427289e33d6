/**
 * The seam between what REST was asked for and what the live stream brings: where it begins, and reading it again, once it is old
 * or where it could not be read.
 */
import type { Cursor, PageRequest } from '../backends/source.js';
import type { Intake } from '../continuity/intake.js';
import type { ResumePoint } from '../continuity/resume-token.js';
import type { DecodedLine } from '../entry.js';
import { toLogStreamError, type LogStreamError } from '../errors.js';
import { given } from '../lib/given.js';
import type { PageReader } from '../history/read-pages.js';
import type { ResolvedOptions } from '../options.js';
import type { ChainResult } from './chain-reader.js';

/** Lines of a seam that are read again at most. */
const REREAD_LINES = 20_000;

/** Milliseconds until a seam that could not be read is tried once more, at least and at most. */
const MIN_REREAD_DELAY = 1_000;
const MAX_REREAD_DELAY = 60_000;

function longer(delay: number): number {
  return Math.min(Math.max(2 * delay, MIN_REREAD_DELAY), MAX_REREAD_DELAY);
}

/** Where a seam begins that has yet to be read again; without a stamp, where the log begins. */
export type SeamStart = NonNullable<ResumePoint['seam']>;

/** A seam that has yet to be read again, and when it was read. */
interface OpenSeam extends SeamStart {
  readonly readAt: number;
}

/** What a seam needs of its stream. */
export interface SeamParts<Raw> {
  readonly options: ResolvedOptions;
  readonly intake: Intake<Raw>;
  readonly pages: PageReader<Raw>;
  error(error: LogStreamError): void;
  /** Tries to fill every gap there is. Rejects where the server cannot be read. */
  fillGaps(signal: AbortSignal): Promise<unknown>;
}

/** What a seam needs of the session it belongs to. */
export interface SeamHost<Raw> {
  /** Where what was delivered ends. */
  cursor(): Cursor | undefined;
  /** The read from there on. undefined: the backend has none. */
  seamRequest(cursor: Cursor | undefined): PageRequest<Raw> | undefined;
  /** The live stream and REST are being joined just now. */
  readonly catchingUp: Promise<void> | undefined;
  /** Joins them anew. */
  opened(signal: AbortSignal): void;
  /** The seam was read again; its rows are stored next. */
  wasRead(result: ChainResult): void;
}

/** See the file's head. */
export class Seam<Raw> {
  /** The read that is under way. */
  reading: Promise<void> | undefined;
  /** What was missed could not be read, and may stand as a gap. */
  private missed = false;
  private seam: OpenSeam | undefined;
  private cancel: (() => void) | undefined;

  /** @param open Of the stream that this one resumes. */
  constructor(
    private readonly parts: SeamParts<Raw>,
    private readonly host: SeamHost<Raw>,
    open?: SeamStart,
  ) {
    if (open) this.seam = { ...open, readAt: Number.NEGATIVE_INFINITY };
  }

  /** The seam that has yet to be read again. */
  get open(): SeamStart | undefined {
    return this.seam;
  }

  /** Where the read begins that joins what is held and the live stream. undefined: with what the caller wants to see first. */
  start(): Cursor | undefined {
    this.leaveGap();
    if (!this.seam) return this.host.cursor();
    const { since, sinceTime } = this.seam;
    if (since === undefined) return undefined;
    return given({ ...(this.host.cursor() ?? { delivered: 0 }), since, sinceTime });
  }

  /** A seam in front of a gap whose place is gone has nothing to join any more. */
  private leaveGap(): void {
    if (this.parts.intake.gaps.leaveBehind()) this.seam = undefined;
  }

  /** A seam that was cut again before it could be read again stays open: the next read goes back to where it begins. */
  keep(cursor: Cursor | undefined): void {
    const { clock, overlapWindow } = this.parts.options;
    const now = clock.now();
    if (this.seam && now - this.seam.readAt < overlapWindow) return;
    // What was read just now began at the old seam, late enough.
    const next = this.seam ? this.host.cursor() : cursor;
    this.seam = given({ readAt: now, since: next?.since, sinceTime: next?.sinceTime });
  }

  /** The attempt is over; the seam stays open. */
  stop(): void {
    this.cancel?.();
  }

  /** Fills the gap that what was missed may stand as, before it is read on: else its lines would come as late ones, behind it. */
  async fillMissed(signal: AbortSignal): Promise<void> {
    if (!this.missed) return;
    await this.parts.fillGaps(signal);
    this.leaveGap();
    this.missed = false;
  }

  /** What was missed could not be read: tried again while nothing came since. After that, it is in a gap, which is filled first. */
  mendIn(delay: number, delivered: number, signal: AbortSignal): void {
    this.missed = true;
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
    // Live lines wait while REST is read: not before it can be.
    if (request) await pages.read(request, signal);
    if (signal.aborted) return;
    if (intake.reconciler.delivered === delivered) return this.host.opened(signal);
    await this.fillMissed(signal);
    if (!signal.aborted) this.rereadIn(0, signal);
  }

  /** Reads it again after `delay` milliseconds. */
  rereadIn(delay: number, signal: AbortSignal): void {
    this.cancel = this.parts.options.clock.schedule(() => {
      const seam = this.host.seamRequest(this.start());
      if (!seam || this.host.catchingUp || this.reading) return;
      this.reading = this.reread(seam, delay, signal).finally(() => {
        this.reading = undefined;
      });
    }, delay);
  }

  /**
   * Reads the seam once more when it is old: a line that was written during the outage may have become visible to REST only
   * after we read it (a transaction that took its time), and the live stream never had it.
   */
  private async reread(request: PageRequest<Raw>, delay: number, signal: AbortSignal): Promise<void> {
    const { intake, pages, error } = this.parts;
    const rows: DecodedLine<Raw>[] = [];
    let more = false;
    try {
      await pages.readAll(request, signal, (page) => {
        for (const line of page.lines) rows.push(line);
        more ||= page.truncated === true || (page.total ?? 0) > rows.length;
        return rows.length < REREAD_LINES;
      });
      this.host.wasRead({ received: rows.length, more });
      this.seam = undefined;
    } catch (thrown) {
      if (signal.aborted) return;
      error(toLogStreamError(thrown, 'network', 'The seam could not be read again'));
      return this.rereadIn(longer(delay), signal);
    }
    if (!signal.aborted) intake.storeLate(rows);
  }
}
