/**
 * Fills gaps: from the lists of REST, and where those do not reach any more, from the download, if its text is the whole log.
 * A gap closes only when what was read meets the lines on both of its sides.
 */
import type { LogSource } from '../backends/source.js';
import type { BufferBounds, LogBuffer } from '../buffer/log-buffer.js';
import type { Intake } from '../continuity/intake.js';
import type { DecodedLine, LogEntry, LogGap } from '../entry.js';
import { LogStreamError } from '../errors.js';
import { bridge, type Bridge } from './bridge.js';
import { cursorBeforeDelivered, newBefore } from './delivered-past.js';
import { entriesOf } from './entries-of.js';
import { cursorBefore, restOf, sidesOf, SIDE_LINES, type HeldSides, type RestOfGap } from './gap-sides.js';
import { readDownload, type DownloadBounds } from './read-download.js';
import type { PageReader, ReadOptions } from './read-pages.js';
import { rowKey } from './row-key.js';

/** Rows read for one gap at most; a larger one is filled in part. */
const FILL_ROWS = 50_000;

export interface GapFillerParts<Raw> {
  readonly source: LogSource<Raw>;
  readonly buffer: LogBuffer<Raw>;
  readonly intake: Intake<Raw>;
  readonly pages: PageReader<Raw>;
  /** Of the buffer, and of one payload. */
  readonly bounds: BufferBounds & { readonly messageBytes: number };
  /** Lines took the place of a gap, or of a part of it. */
  filled(entries: readonly LogEntry<Raw>[]): void;
}

/** What is left of a gap after REST was asked. */
interface Unfilled {
  readonly gap: LogGap;
  /** Lines of the log at the server, where it said so. */
  readonly total?: number;
}

/** See the file's head. */
export class GapFiller<Raw> {
  /** One download at a time: it is read whole, and the next gap may be gone by then. */
  private downloads: Promise<unknown> = Promise.resolve();
  /** Gaps for which it was read: only who asks for one by hand has it read again. */
  private readonly tried = new WeakSet<LogGap>();

  constructor(private readonly parts: GapFillerParts<Raw>) {}

  /** Whether the gap was closed. Rejects with a {@link LogStreamError}. */
  async fill(gap: LogGap, signal: AbortSignal | undefined, options: ReadOptions = {}): Promise<boolean> {
    // A log that was begun anew has nothing of the old one, and other lines with its ids.
    if (gap.reason === 'oversize' || gap.reason === 'epoch') return false;
    const left = await this.fromLists(gap, signal, options);
    if (left === 'closed') return true;
    const { source } = this.parts;
    if (!source.download || !source.downloadLine) return false;
    if (this.tried.has(left.gap) && !options.eager) return false;
    this.tried.add(left.gap);
    const turn = this.downloads.then(() => this.fromDownload(left, signal));
    // The next one in the row waits for the end of this one, whatever that is; its own caller hears of it.
    this.downloads = turn.catch(() => undefined);
    return turn;
  }

  private async fromLists(
    gap: LogGap,
    signal: AbortSignal | undefined,
    options: ReadOptions,
  ): Promise<Unfilled | 'closed'> {
    const { source, buffer, intake, pages } = this.parts;
    const sides = sidesOf(buffer.view(), gap.seq);
    // Without a line after the gap nothing says where it ends, and what is yet to come would be shown twice.
    if (!source.catchUp || !sides || sides.after.length === 0) return { gap };
    const [next] = sides.after;
    const remembered =
      next && sides.before.length === 0 ? cursorBeforeDelivered(intake.reconciler, next) : undefined;
    const rows: DecodedLine<Raw>[] = [];
    let total: number | undefined;
    await pages.readAll(
      source.catchUp(remembered ?? cursorBefore(gap, sides.before)),
      signal,
      (page) => {
        for (const line of page.lines) rows.push(line);
        total = page.total ?? total;
        // Enough once the rows have passed the line after the gap by as much as is compared.
        if (rows.length >= FILL_ROWS) return false;
        const key = rowKey(source, intake, page.lines, sides.after);
        return !next || !rows.slice(0, -SIDE_LINES).some((line) => key(line) === key(next));
      },
      options,
    );
    const unfilled: Unfilled = { gap, ...(total === undefined ? {} : { total }) };
    // Looked at again: the gap's neighbours may have changed while the rows were read.
    const now = sidesOf(buffer.view(), gap.seq);
    if (!now) return unfilled;
    const key = rowKey(source, intake, rows, now.before, now.after);
    const found = now.before.length > 0 ? bridge(rows, now, key) : this.bridgeToMemory(rows, now, key);
    const closed = found.meetsBefore && found.meetsAfter;
    if (!closed && (found.lines.length === 0 || (!found.meetsBefore && !found.meetsAfter))) return unfilled;
    const rest = closed ? undefined : restOf(gap, found);
    const left = this.place(gap, found.lines, rest, now.after[0], rows.length);
    return left === 'closed' ? left : { ...unfilled, gap: left };
  }

  /** Nothing is held before the gap: the lines of the stream that this one resumes are known by their keys. */
  private bridgeToMemory(
    rows: readonly DecodedLine<Raw>[],
    sides: HeldSides<Raw>,
    key: (line: DecodedLine<Raw>) => string,
  ): Bridge<Raw> {
    const found = bridge(rows, sides, key);
    const [next] = sides.after;
    const news = next && newBefore(this.parts.intake.reconciler, found.lines, next);
    return news ? { ...found, lines: news, meetsBefore: true } : found;
  }

  private async fromDownload({ gap, total }: Unfilled, signal: AbortSignal | undefined): Promise<boolean> {
    const { source, buffer, pages, bounds } = this.parts;
    if (signal?.aborted) throw new LogStreamError('aborted', 'The request was aborted by the caller.');
    const sides = sidesOf(buffer.view(), gap.seq);
    const [last, next] = [sides?.before.at(-1), sides?.after[0]];
    const readLine = source.downloadLine;
    if (!source.download || !readLine || !sides || !last || !next) return false;
    const request = source.download();
    const found = await readDownload(
      { pieces: (take) => pages.download(request, signal, take), line: readLine },
      { before: sides.before.map(messageOf), after: sides.after.map(messageOf) },
      downloadBounds(bounds),
      total,
    );
    if (!found) return false;
    const now = sidesOf(buffer.view(), gap.seq);
    // By number: a line that was packed is another object each time it is looked at.
    if (now?.before.at(-1)?.seq !== last.seq || now.after[0]?.seq !== next.seq) return false;
    const { lines, missing } = found;
    const rest = missing > 0 ? restOf(gap, { lines, meetsBefore: false }, missing) : undefined;
    if (lines.length === 0 && rest) return false;
    return this.place(gap, lines, rest, next, lines.length) === 'closed';
  }

  /** Puts lines in a gap's place and says what is left of it. `received`: lines that were read for it. */
  private place(
    gap: LogGap,
    lines: readonly DecodedLine<Raw>[],
    rest: RestOfGap | undefined,
    next: DecodedLine<Raw> | undefined,
    received: number,
  ): LogGap | 'closed' {
    const { buffer, intake } = this.parts;
    const items = buffer.fill(gap.seq, lines, rest);
    if (!items) return gap;
    if (next) intake.reconciler.noteFilled(lines, next);
    intake.account({
      received,
      stored: lines.length,
      duplicates: received - lines.length,
      ...(rest ? {} : { closed: gap.seq }),
    });
    this.parts.filled(entriesOf(items));
    return items.find((item): item is LogGap => item.kind === 'gap') ?? 'closed';
  }
}

function messageOf(line: DecodedLine): string {
  return line.message;
}

/** More than the buffer holds would only push itself out. */
function downloadBounds({ lines, bytes, messageBytes }: GapFillerParts<unknown>['bounds']): DownloadBounds {
  return { lines: Math.min(FILL_ROWS, lines), units: bytes / 2, line: messageBytes };
}
