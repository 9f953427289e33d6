/**
 * What a stream does with its connection: which REST reads prove that nothing is missing, when live lines wait for
 * them, and what each payload means. It is the host of a connection and the only one that opens the intake's door.
 */
import type {
  Cursor,
  Frame,
  LiveRequest,
  LogSource,
  Page,
  PageRequest,
  Signal,
  TransportName,
} from '../backends/source.js';
import type { Connection, ConnectionHost } from '../connection/connection.js';
import type { ConnectionState } from '../connection/machine.js';
import type { DecodedLine, GapReason } from '../entry.js';
import { LogStreamError, toLogStreamError } from '../errors.js';
import { given } from '../lib/given.js';
import type { PageReader, ReadOptions } from '../history/read-pages.js';
import type { ResolvedOptions } from '../options.js';
import type { Intake } from '../continuity/intake.js';
import { replaying } from '../continuity/replaying.js';
import { decodeFrame, readLines } from './read-frame.js';
import { ReplayWatch } from './replay-watch.js';
import { Seam, type ChainResult, type SeamHost, type SeamStart } from './seam.js';

/** Newest lines read when none shall be shown, so that the first reconnect knows where to go on. */
const BASELINE_LINES = 1_000;

/** Milliseconds after a live stream opened in which what it brings may be a replay. */
const REPLAYED = 1_000;

/** The connection tries again by itself, and says so. */
const EAGER: ReadOptions = { eager: true, waits: true };

/** What a session needs. */
export interface SessionParts<Raw> {
  readonly source: LogSource<Raw>;
  readonly options: ResolvedOptions;
  readonly intake: Intake<Raw>;
  readonly pages: PageReader<Raw>;
  /** Asked late: the connection is made with this session as its host. */
  connection(): Connection;
  error(error: LogStreamError): void;
  changed(state: ConnectionState): void;
  /** Tries to fill every gap there is. Rejects where the server cannot be read. */
  fillGaps(signal: AbortSignal): Promise<unknown>;
  /** A chain of first pages was read: whether the server holds older lines. */
  older(more: boolean): void;
}

/** See the file's head. */
export class Session<Raw> implements ConnectionHost, SeamHost<Raw> {
  /** Reading REST beside an open stream. */
  catchingUp: Promise<void> | undefined;
  /** We were connected and had read all there was: whatever is not there any more was missed. */
  private established = false;
  /** The last poll of this attempt was answered. */
  private polled = false;
  /** The baseline of a stream without history was read: whatever comes from then on is to be shown. */
  private baselined = false;
  private prepared = false;
  /** From then on what the live stream brings is news. */
  private newsFrom = Number.POSITIVE_INFINITY;
  /** Lines that this attempt asked to be replayed. */
  private replayLines = 0;
  private readonly replay: ReplayWatch<Raw>;
  private readonly seam: Seam<Raw>;

  /** @param seam Of the stream that this one resumes. */
  constructor(
    private readonly parts: SessionParts<Raw>,
    seam?: SeamStart,
  ) {
    this.seam = new Seam(parts, this, seam);
    this.replay = new ReplayWatch(parts.options.clock, parts.intake);
  }

  /** For a resume token: see {@link ResumePoint.seam}. */
  get openSeam(): SeamStart | undefined {
    return this.seam.open;
  }

  /** Another tab was connected for us: what is there from now on and we do not get was missed. */
  begun(): void {
    this.established = true;
  }

  changed(state: ConnectionState): void {
    this.parts.changed(state);
  }

  /** Where to go on: what was delivered, else the caller's own starting point. */
  cursor(): Cursor | undefined {
    const { since } = this.parts.options;
    const cursor = this.parts.intake.reconciler.cursor();
    if (cursor || since === undefined) return cursor;
    return { since, lastTimestamp: since, delivered: 0 };
  }

  /** What is there, and shall not be shown, is yet to be read. */
  get isBeginning(): boolean {
    return this.isBaseline && !this.prepared;
  }

  async prepare(signal: AbortSignal): Promise<void> {
    await this.loadReplaying();
    await this.readStart(signal);
    this.prepared = true;
  }

  private async loadReplaying(): Promise<void> {
    if (this.parts.source.identity === 'align' && !replaying.here) await replaying.load();
  }

  private async readStart(signal: AbortSignal): Promise<void> {
    const { source, options, intake } = this.parts;
    if (this.cursor() || this.baselined || !source.start || source.liveStart === 'tail') return;
    if (options.history === 0) await this.readBaseline(source.start({ lines: BASELINE_LINES }), signal);
    else if (source.liveStart === 'since') {
      intake.begin();
      const lines = this.startLines;
      this.begins(await this.read(source.start({ lines }), signal, undefined, EAGER), lines);
    }
  }

  opening(request: LiveRequest): void {
    const resumed = this.isResumed;
    this.replayLines = request.replayLines ?? 0;
    if (this.parts.source.liveStart === 'tail')
      this.parts.intake.begin({
        expectOverlap: resumed ? 'evicted' : undefined,
        baseline: !resumed && this.isBaseline,
        replayLines: request.replayLines,
      });
    else this.parts.intake.begin({ expectOverlap: resumed ? this.unprovenReason : undefined });
  }

  opened(signal: AbortSignal): void {
    const { source, intake, options } = this.parts;
    this.newsFrom = options.clock.now() + REPLAYED;
    if (source.liveStart === 'tail')
      return this.replay.begin(this.replayLines, () => {
        this.baselined = true;
      });
    const request = this.seamRequest(this.seam.start());
    if (!request) return;
    intake.hold();
    this.catchingUp = this.catchUp(request, signal).finally(() => {
      this.catchingUp = undefined;
    });
  }

  ended(): void {
    this.replay.stop();
    this.polled = false;
    this.seam.stop();
    this.parts.intake.drop();
  }

  oversize(bytes: number): void {
    this.parts.intake.oversize(bytes);
    this.replay.arrived();
  }

  frames(frames: readonly Frame[], transport: TransportName): void {
    const { source } = this.parts;
    const lines: DecodedLine<Raw>[] = [];
    for (const frame of frames) {
      if (readLines(source, frame, transport, lines)) continue;
      for (const signal of decodeFrame(source, frame, transport)) {
        if (signal.type === 'line') {
          lines.push(signal.line);
          continue;
        }
        if (signal.type === 'complete' || signal.type === 'timeout' || signal.type === 'fatal') {
          this.take(lines);
          return this.end(signal);
        }
        if (signal.type === 'heartbeat') this.parts.connection().heartbeat();
        else if (signal.type === 'malformed') this.malformed(signal.reason, signal.data);
        else if (signal.type === 'unknown') this.parts.intake.unknown();
      }
    }
    this.take(lines);
  }

  async poll(signal: AbortSignal): Promise<'again' | 'done'> {
    const { source, options, intake } = this.parts;
    await this.loadReplaying();
    const cursor = this.cursor();
    const start = { lines: options.history === 0 ? BASELINE_LINES : options.history };
    const request =
      source.poll?.(cursor, start) ?? (cursor ? source.catchUp?.(cursor) : source.start?.(start));
    if (!request)
      throw new LogStreamError(
        'unsupported',
        `${source.backend} cannot be polled: it defines neither poll nor start and catchUp.`,
      );
    const baseline = !cursor && this.isBaseline;
    const followsPoll = this.polled;
    await this.seam.fillMissed(signal);
    const first = !this.isResumed;
    intake.begin({ expectOverlap: first ? undefined : 'evicted', baseline, followsPoll });
    this.polled = false;
    let outcome: { status?: string } | undefined;
    const result = await this.read(
      request,
      signal,
      (page) => void (outcome = page.complete ?? outcome),
      EAGER,
      followsPoll,
    );
    intake.settle();
    // Otherwise what was there is gone.
    this.polled = intake.reconciler.unproven === undefined;
    this.baselined ||= baseline;
    if (first) this.begins(result, baseline ? BASELINE_LINES : options.history);
    if (baseline) this.parts.older(true);
    this.established = true;
    if (!outcome) return 'again';
    this.parts.connection().finish(undefined, outcome.status);
    return 'done';
  }

  private get isResumed(): boolean {
    return this.parts.intake.reconciler.delivered > 0;
  }

  /** Nothing of what is there now shall be shown. */
  private get isBaseline(): boolean {
    return this.parts.options.history === 0 && !this.baselined;
  }

  /**
   * Why lines may be missing in a live pass that no REST read vouches for: after an outage, a stream that may begin at "now" hides what it missed, and one that
   * begins at the cursor must repeat what it was asked to.
   */
  private get unprovenReason(): GapReason {
    return this.parts.source.liveStart === 'now' ? 'outage' : 'evicted';
  }

  seamRequest(cursor: Cursor | undefined): PageRequest<Raw> | undefined {
    const { source, intake } = this.parts;
    if (cursor) return source.catchUp?.(cursor);
    const { delivered, isWhole } = intake.reconciler;
    // However much was written since: the newest lines alone need not meet those that are held.
    if (delivered > 0 && isWhole && source.catchUp) return source.catchUp({ delivered });
    return this.startLines > 0 ? source.start?.({ lines: this.startLines }) : undefined;
  }

  /** Lines to begin with. An empty log that was seen leaves no cursor: all there is now came after it. */
  private get startLines(): number {
    const { options, intake } = this.parts;
    const all = this.baselined || this.established || intake.reconciler.isWhole;
    return all ? options.bufferLines : options.history;
  }

  private async catchUp(request: PageRequest<Raw>, signal: AbortSignal): Promise<void> {
    const { intake, error, options, source } = this.parts;
    const resumed = this.isResumed;
    const cursor = this.seam.start();
    const wanted = cursor ? Number.POSITIVE_INFINITY : this.startLines;
    let failed = false;
    try {
      await this.seam.fillMissed(signal);
      intake.begin({ expectOverlap: resumed ? 'evicted' : undefined });
      // What is in doubt is decided by the rows after it.
      const result = await this.read(request, signal, () => !intake.passedQueue || intake.reconciler.holding);
      if (!resumed) this.begins(result, wanted);
    } catch (thrown) {
      if (signal.aborted) return;
      const problem = toLogStreamError(thrown, 'network', 'The missed lines could not be read');
      if (!resumed && source.failsWhenMissing && problem.kind === 'not-found')
        return this.parts.connection().fail(problem);
      failed = true;
      error(problem);
    }
    if (signal.aborted) return;
    intake.settle();
    const { delivered } = intake.reconciler;
    if (failed && resumed) {
      this.seam.keep(cursor);
      intake.release(this.unprovenReason);
      return this.seam.mendIn(options.overlapWindow, delivered, signal);
    }
    // A server that has nothing has lost what was there, and maybe more.
    intake.release(failed ? undefined : intake.reconciler.unproven);
    this.established ||= !failed;
    // What was there before the stream may be had later; what is older than its first line, by scrolling up.
    if (failed) this.parts.older(true);
    this.seam.keep(failed ? cursor : (cursor ?? this.cursor()));
    this.seam.rereadIn(options.overlapWindow, signal);
  }

  /** A chain that had failed was read after all: it was the first, unless what it brought is older than what came since. */
  wasRead(result: ChainResult): void {
    if (!this.isResumed) this.begins(result, this.parts.options.history);
    this.established = true;
  }

  /** The first chain was read: whether it began where the log does. `wanted`: lines it would have brought at most. */
  private begins({ received, more }: ChainResult, wanted: number): void {
    if (!more && received < wanted) this.parts.intake.reconciler.beginsHere(true);
    this.parts.older(more);
  }

  /** Reads a chain into the intake. */
  private async read(
    request: PageRequest<Raw>,
    signal: AbortSignal,
    onPage?: (page: Page<Raw>) => boolean | void,
    how?: ReadOptions,
    isNews = false,
  ): Promise<ChainResult> {
    let received = 0;
    let total = 0;
    let truncated = false;
    await this.parts.pages.readAll(
      request,
      signal,
      (page) => {
        for (const { reason, data } of page.malformed) this.malformed(reason, data);
        if (page.truncated && this.established && !this.isResumed) this.tellMissedStart(page);
        this.parts.intake.asNews(isNews, () => this.parts.intake.storeRows(page.lines));
        received += page.lines.length;
        total = page.total ?? total;
        truncated ||= page.truncated === true;
        return onPage?.(page);
      },
      how,
    );
    return { received, more: truncated || total > received };
  }

  /** We had read an empty log, and now it has lines before the first that the server still has. */
  private tellMissedStart(page: Page<Raw>): void {
    const [first] = page.lines;
    if (!first) return;
    this.parts.intake.reconciler.beginsHere(false);
    this.parts.intake.gaps.add(given({ reason: 'evicted' as const, to: first.timestamp }));
  }

  /** A backend that has no such read has none for a later resume either, so its absence is not a failure. */
  private async readBaseline(request: PageRequest<Raw>, signal: AbortSignal): Promise<void> {
    this.parts.intake.begin({ baseline: true });
    try {
      this.begins(await this.read(request, signal, undefined, EAGER), BASELINE_LINES);
      this.baselined = true;
      this.parts.older(true);
    } catch (thrown) {
      const missing =
        thrown instanceof LogStreamError && (thrown.kind === 'not-found' || thrown.kind === 'unsupported');
      if (!missing || this.parts.source.liveStart === 'since') throw thrown;
      this.parts.error(thrown);
    }
  }

  private take(lines: readonly DecodedLine<Raw>[]): void {
    const { intake, options } = this.parts;
    if (lines.length > 0) intake.live(lines, options.clock.now() >= this.newsFrom);
    this.replay.arrived();
  }

  private end(signal: Extract<Signal<Raw>, { type: 'complete' | 'timeout' | 'fatal' }>): void {
    const connection = this.parts.connection();
    if (signal.type === 'timeout') return connection.timeout();
    if (signal.type === 'fatal') return connection.fail(signal.error);
    this.replay.stop();
    this.parts.intake.settle();
    connection.finish(this.catchingUp ?? this.seam.reading, signal.status);
  }

  private malformed(reason: string, data: string): void {
    this.parts.intake.malformed();
    this.parts.error(
      new LogStreamError(
        'malformed',
        `A payload could not be read (${reason}) and was left out. How it begins is the \`cause\`.`,
        // A message goes to traces, and to where a page's errors are collected; a line of the log has no business there.
        { cause: data.slice(0, 120) },
      ),
    );
  }
}
