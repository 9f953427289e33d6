/**
 * Fills gaps from the REST lists and, where these no longer reach, from the download, if its text is the whole log.
 * A gap closes only if the rows read meet the lines on both of its sides.
 */
import type { LogSource } from '../backends/source.js';
import type { BufferBounds, LogBuffer } from '../buffer/log-buffer.js';
import type { Intake } from '../continuity/intake.js';
import type { DeliveredLine } from '../continuity/line-key.js';
import type { ResumePoint } from '../continuity/resume-token.js';
import { rowSize } from '../continuity/row-size.js';
import type { DecodedLine, LogEntry, LogGap } from '../entry.js';
import { aborted } from '../errors.js';
import { bridge } from './bridge.js';
import { bridgeToMemory, type Found } from './bridge-delivered.js';
import { cursorBeforeDelivered } from './delivered-past.js';
import {
  cursorBefore,
  isGapOfLines,
  isResumed,
  sidesOf,
  SIDE_LINES,
  withRest,
  type HeldSides,
} from './gap-sides.js';
import { readDownload, type DownloadBounds } from './read-download.js';
import type { PageReader, ReadOptions } from './read-pages.js';
import { rowKey } from './row-key.js';
import { SiftedRows, type Woven } from './sifted-rows.js';

/** Maximum number of rows read for one gap; a larger gap is filled in part. */
const FILL_ROWS = 50_000;

export interface GapFillerParts<Raw> {
  readonly source: LogSource<Raw>;
  readonly buffer: LogBuffer<Raw>;
  readonly intake: Intake<Raw>;
  readonly pages: PageReader<Raw>;
  /** Where the stream was resumed, if it was. */
  readonly resumed: Pick<ResumePoint, 'lines' | 'nextSeq'> | undefined;
  /** Limits of the buffer and of one payload. */
  readonly bounds: BufferBounds & { readonly messageBytes: number };
  /** Whether missed lines could not be read and will be tried again: some of them may be newer than the lines after the gap. */
  waits(): boolean;
  /** Lines replaced a gap or a part of it. `entries`: those that were not delivered before. */
  filled(entries: readonly LogEntry<Raw>[]): void;
}

/** The gap after the attempt over REST. */
interface Unfilled {
  readonly gap: LogGap;
  /** Number of lines in the log, if the server says so. */
  readonly total?: number | undefined;
}

/** Tries to fill a gap; resolves with whether it was closed. Rejects with a `LogStreamError`. */
export type FillGap = (
  gap: LogGap,
  signal: AbortSignal | undefined,
  options?: ReadOptions,
) => Promise<boolean>;

/** See the file's head. */
export function createGapFiller<Raw>(parts: GapFillerParts<Raw>): FillGap {
  const { source, buffer, intake, pages, resumed, bounds } = parts;
  const { reconciler } = intake;
  /** Downloads are read one at a time: each is read completely, and the next gap may be gone by then. */
  let downloads: Promise<unknown> = Promise.resolve();
  /** Gaps for which the download was read to its end; it is read again only on an explicit request. */
  const tried = new WeakSet<LogGap>();

  const fill: FillGap = async (gap, signal, options = {}) => {
    // After a restart the server no longer has the old log, and uses its ids for other lines.
    if (gap.reason === 'oversize' || gap.reason === 'epoch') return false;
    const left = await fromLists(gap, signal, options);
    if (left === 'closed') return true;
    const turn = downloads.then(() => fromDownload(left, signal, options.eager));
    // The next download waits until this one is over, even if it fails; the failure is reported to its own caller.
    downloads = turn.catch(() => undefined);
    return turn;
  };

  async function fromLists(
    gap: LogGap,
    signal: AbortSignal | undefined,
    options: ReadOptions,
  ): Promise<Unfilled | 'closed'> {
    const sides = sidesOf(buffer.view(), gap.seq);
    const next = sides?.after[0];
    // Where nothing is held between two gaps, the older one ends where the newer one begins.
    if (!source.catchUp || !sides || (!next && !sides.isEnd)) return { gap };
    const isFirst = sides.before.length === 0;
    const remembered = isFirst ? cursorBeforeDelivered(reconciler, gap.from) : undefined;
    const before = isFirst ? (intake.gaps.edgeOf(gap) ?? []) : sides.before;
    const sifted = new SiftedRows<Raw>((row) => rowSize(row, bounds.messageBytes));
    const { rows } = sifted;
    /** Number of rows that were compared with the line after the gap. */
    let compared = 0;
    /** The rows begin with the first line of the log, as far as the server says. */
    let isWhole = true;
    const { received, total } = await pages.readAll(
      source.catchUp(remembered ?? cursorBefore(gap, before)),
      signal,
      (page, count) => {
        if (page.truncated) isWhole = false;
        sifted.push(page.lines.filter((line) => !reconciler.isBeforeStart(line)));
        // Stop once the rows have passed the line after the gap by as many lines as are compared.
        if (count >= FILL_ROWS || !next) return count < FILL_ROWS;
        const key = rowKey(source, intake, page.lines, sides.after);
        const end = key(next);
        const more = rows.slice(compared, -SIDE_LINES);
        compared += more.length;
        return !more.some((line) => key(line) === end);
      },
      options,
    );
    const unfilled: Unfilled = { gap, total };
    // Read again, because the gap's neighbours may have changed while the rows were read.
    const now = sidesOf(buffer.view(), gap.seq);
    if (!now || (now.after.length === 0 && !now.isEnd)) return unfilled;
    const key = rowKey(source, intake, rows, now.before, now.after);
    const found = find(gap, rows, now, key, isWhole, received < FILL_ROWS);
    const closed = found.meetsBefore && found.meetsAfter;
    if (!closed && (found.lines.length === 0 || (!found.meetsBefore && !found.meetsAfter))) return unfilled;
    const woven = sifted.weave(found.lines, found.next, now.leftOut);
    const filling = closed ? woven.filling : withRest(gap, woven.filling, found.meetsBefore);
    const tail = closed ? behind(rows, now.after, key) : [];
    const left = place(gap, { ...woven, filling }, now.after[0], received - tail.length, found.news);
    // They may have been read before the current connection was opened.
    if (tail.length > 0) intake.storeLate(tail, undefined, false);
    return left === 'closed' ? left : { ...unfilled, gap: left };
  }

  /** Finds what the rows have for a gap. `isWhole`: they begin with the log; `isAll`: they reach its end. */
  function find(
    gap: LogGap,
    rows: readonly DecodedLine<Raw>[],
    sides: HeldSides<Raw>,
    key: (line: DecodedLine<Raw>) => string,
    isWhole: boolean,
    isAll: boolean,
  ): Found<Raw> {
    const { before, after } = sides;
    // Those that the other stream ended with precede the first line: they are other copies of equal lines. Ids tell them apart anyway.
    if (source.identity === 'count' && resumed && before[0]?.seq === resumed.nextSeq)
      return bridge(rows, { before: [...resumed.lines, ...before], after }, (line: DeliveredLine<Raw>) =>
        reconciler.keyOf(line),
      );
    const isOlder = gap.seq < (resumed?.nextSeq ?? -Infinity);
    if (before.length > 0 && after.length > 0 && !isOlder) return bridge(rows, sides, key);
    const edge = before.length > 0 ? before : intake.gaps.edgeOf(gap);
    return bridgeToMemory(reconciler, gap, rows, { before: edge, after }, { isWhole, isAll, isOlder });
  }

  /**
   * The last row that is held and those after it, if these were missed, too: timestamps may go backwards. Stored later, they would come
   * after the lines that arrive until then. Lines are known to be the newest only if all that follow the gap are compared.
   */
  function behind(
    rows: readonly DecodedLine<Raw>[],
    after: readonly LogEntry<Raw>[],
    key: (line: DecodedLine<Raw>) => string,
  ): readonly DecodedLine<Raw>[] {
    const newest = after.at(-1);
    const isEnd = newest !== undefined && newest.seq + 1 >= buffer.nextSeq;
    // While live lines wait, the read under way includes these rows anyway.
    if (!isEnd || !parts.waits() || intake.holding) return [];
    const held = new Set(after.map(key));
    const last = rows.map((row) => held.has(key(row))).lastIndexOf(true);
    return last < 0 ? [] : rows.slice(last);
  }

  async function fromDownload(
    { gap, total }: Unfilled,
    signal: AbortSignal | undefined,
    again = false,
  ): Promise<boolean> {
    if (signal?.aborted) throw aborted();
    if (tried.has(gap) && !again) return false;
    const sides = sidesOf(buffer.view(), gap.seq);
    const next = sides?.after[0];
    const readLine = source.downloadLine;
    if (!source.download || !readLine || !next || sides.before.length === 0) return false;
    // The text does not tell which lines were shown before, nor which were left out for their size.
    if (isResumed(gap, next)) return false;
    if (sides.leftOut.before + sides.leftOut.after > 0) return false;
    const request = source.download();
    const found = await readDownload(
      { pieces: (take) => pages.download(request, signal, take), line: readLine },
      { before: sides.before.map(messageOf), after: sides.after.map(messageOf) },
      downloadBounds(bounds),
      total,
    );
    tried.add(gap);
    if (!found) return false;
    const now = sidesOf(buffer.view(), gap.seq);
    // Compared by sequence number: a packed line is a new object each time it is read.
    if (now?.after[0]?.seq !== next.seq) return false;
    const { lines, missing } = found;
    const sifted = new SiftedRows<Raw>(found.sizeOf);
    sifted.push(lines);
    const woven = sifted.weave(sifted.rows, undefined);
    const filling = missing > 0 ? withRest(gap, woven.filling, false, missing) : woven.filling;
    if (lines.length === 0 && missing > 0) return false;
    return place(gap, { ...woven, filling }, next, lines.length) === 'closed';
  }

  /**
   * Replaces a gap by lines and what is left of it. `received`: number of lines that were read for it. `news`: those that were not shown
   * before, if not all.
   */
  function place(
    gap: LogGap,
    { filling, sizes }: Woven<Raw>,
    next: DecodedLine<Raw> | undefined,
    received: number,
    news?: ReadonlySet<unknown>,
  ): LogGap | 'closed' {
    const items = buffer.fill(gap.seq, filling);
    if (!items) return gap;
    const rest = items.find(isGapOfLines);
    const entries: LogEntry<Raw>[] = [];
    let run: LogEntry<Raw>[] = [];
    items.forEach((item, at) => {
      if (item.kind === 'gap') return;
      const isNews = !news || news.has(filling[at]);
      if (isNews) {
        entries.push(item);
        run.push(item);
      } else {
        reconciler.noteFilled(run, item);
        run = [];
      }
    });
    if (next) reconciler.noteFilled(run, next);
    if (rest) intake.gaps.moved(gap, rest);
    intake.placed(received, items, sizes, rest ? undefined : gap.seq);
    parts.filled(intake.gaps.untold(gap, entries, rest));
    return rest ?? 'closed';
  }

  return fill;
}

function messageOf(line: DecodedLine): string {
  return line.message;
}

/** More lines than the buffer holds would be evicted at once. */
function downloadBounds({ lines, bytes, messageBytes }: GapFillerParts<unknown>['bounds']): DownloadBounds {
  return { lines: Math.min(FILL_ROWS, lines), units: bytes / 2, line: messageBytes };
}
