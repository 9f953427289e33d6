/**
 * The gaps of a stream: each is reported at its place, after the lines stored when it was found, and remembered as long as lines may
 * still fill it.
 */
import type { GapInit, LogBuffer } from '../buffer/log-buffer.js';
import type { DecodedLine, GapReason, LogEntry, LogGap, LogItem } from '../entry.js';
import { given } from '../lib/given.js';
import type { DeliveredLines } from './delivered-lines.js';
import { isInGap } from './is-in-gap.js';
import type { DeliveredLine, RememberedLine } from './line-key.js';
import { placeOf } from './place-of.js';
import type { ResumedGap } from './resume-token.js';
import type { InGap, ToldGap } from './verdict.js';

/** See the file's head. */
export interface ToldGaps<Raw> {
  /** Adds a gap. `following`: number of lines already delivered that will be stored after it. */
  add(init: GapInit, following?: number): void;
  /**
   * Adds a gap for lines after those delivered; `missing` is their number, if known; `to` is the timestamp of the line after them. By default,
   * they were dropped because the queue was full.
   */
  addMissed(missing?: number, to?: string, reason?: GapReason): void;
  /** Adds and returns the gap for the lines from `seen` on that left the buffer before anybody could see them, if there are any. */
  addPassedBy(seen: number, from: DeliveredLine<Raw> | undefined): LogGap | undefined;
  /** The last lines before a gap, held or not; none: it begins with the log. undefined: not known. */
  edgeOf(gap: LogGap): readonly RememberedLine[] | undefined;
  /**
   * Of the lines that fill a gap, those that were not told before: of the lines that passed by, all but those that were in a gap themselves
   * were. `rest`: what is left of the gap.
   */
  untold(gap: LogGap, lines: readonly LogEntry<Raw>[], rest?: LogGap): readonly LogEntry<Raw>[];
  /** Restores the gaps that were open in the stream that this one resumes. */
  resume(gaps: readonly ResumedGap[]): void;
  /** The gaps that are held, for a stream that resumes this one. */
  remember(): readonly ResumedGap[];
  /**
   * Puts lines into the gap in which they lie, which splits, shrinks or closes, and returns them and what is left of it. Empty if the gap was
   * cleared, and takes them with it; undefined if it is no longer open.
   */
  place(found: InGap<Raw>): readonly LogItem<Raw>[] | undefined;
  /** A gap was filled. */
  close(seq: number): void;
  /** What is left of a gap, or nothing: it is no longer held. */
  moved(gap: LogGap, to: LogGap | undefined): void;
  /** The buffer was cleared: it holds no gap any more, and older lines may get their sequence numbers. */
  cleared(): void;
  /**
   * Gives up the gaps that have left the buffer, and returns whether there were any: their lines would now be shown as late lines, after
   * newer ones. Lines from before the newest of them are no longer expected.
   */
  leaveBehind(): boolean;
}

/** How many gaps are remembered at most. */
const OPEN_GAPS = 100;

interface OpenGap extends LogGap {
  readonly place: ToldGap;
}

/** @param told Called with the change in the number of gaps, and with a new gap. */
export function createToldGaps<Raw>(
  buffer: LogBuffer<Raw>,
  delivered: DeliveredLines<Raw>,
  told: (count: number, gap?: LogGap) => void,
): ToldGaps<Raw> {
  /** The gaps that lines may fill. */
  let open: readonly OpenGap[] = [];
  /** The gaps for lines that passed by, and the places of the gaps among these. */
  const passedBy = new WeakMap<LogGap, readonly ToldGap[]>();
  const edges = new WeakMap<LogGap, readonly RememberedLine[]>();
  /** Sequence number of the newest gap for an unknown number of lines. */
  let unnumbered = -Infinity;

  function setOpen(gaps: readonly OpenGap[]): void {
    open = gaps.slice(-OPEN_GAPS);
    delivered.gaps = open.map(({ place }) => place);
  }

  /** Notes what is before a gap that is held now: the lines held there, as many as `edgeBefore` gives, or else these. */
  function follow(gap: LogGap, otherwise: readonly RememberedLine[] | undefined): void {
    const view = buffer.view();
    const row = view.rowOf(gap.seq);
    const held = view.slice(row - 3, row).filter((item) => item.kind === 'log');
    const edge = view.at(row - 1)?.kind === 'log' ? held.map((line) => delivered.shortened(line)) : otherwise;
    if (edge) edges.set(gap, edge);
  }

  /** Replaces an open gap by what is left of it. */
  function replace(gap: OpenGap, left: readonly LogGap[]): void {
    const pieces = left.map((piece) => ({ ...piece, place: placeOf(piece, gap.place) }));
    setOpen(open.flatMap((one) => (one === gap ? pieces : [one])));
  }

  function add(init: GapInit, following = 0): void {
    const gap = buffer.appendGap(init);
    const edge = delivered.edgeBefore(following);
    // What was before the restart of a log is not the beginning of the new one.
    if (edge.length > 0 || delivered.begun === -Infinity) edges.set(gap, edge);
    if (gap.missing === undefined) unnumbered = gap.seq;
    if (gap.reason !== 'oversize') {
      // Those that were not kept belong to a log that the server has restarted.
      const kept = open.filter(({ place }) => delivered.gaps.includes(place));
      const place = delivered.gaps[kept.length] ?? placeOf(gap, { after: delivered.delivered - following });
      setOpen([...kept, { ...gap, place }]);
    }
    told(1, gap);
  }

  /** Gaps before `seq` are no longer held, and other items may get their sequence numbers. */
  function lose(seq: number): void {
    open = open.map((gap) => (gap.seq < seq ? { ...gap, seq: -Infinity } : gap));
  }

  return {
    add,
    addMissed(missing, to, reason = 'overflow') {
      add(given({ reason, missing, from: delivered.lastBefore(0)?.timestamp, to }));
    },
    addPassedBy(seen, from) {
      const first = buffer.view().at(0);
      const items = first === undefined ? 0 : Math.floor(first.seq) - seen;
      if (first === undefined || items <= 0) return undefined;
      const within = open.filter(({ seq }) => seq >= seen && seq < first.seq).map(({ place }) => place);
      lose(first.seq);
      const missing = unnumbered < seen ? items : undefined;
      const to = first.kind === 'log' ? first.timestamp : undefined;
      const init = given({ reason: 'overflow' as const, missing, from: from?.timestamp, to });
      const gap = buffer.prependGap(init, items);
      if (gap) {
        if (from) edges.set(gap, [delivered.shortened(from)]);
        passedBy.set(gap, within);
        told(1);
      }
      return gap;
    },
    untold(gap, lines, rest) {
      const within = passedBy.get(gap);
      if (!within) return lines;
      if (rest) passedBy.set(rest, within);
      return lines.filter((line) => within.some((place) => isInGap(line, place) && line.time !== place.from));
    },
    edgeOf: (gap) => edges.get(gap),
    resume(gaps) {
      const held = buffer.prepend(gaps.map(({ gap }) => gap)) as readonly LogGap[];
      const resumed = gaps.slice(gaps.length - held.length);
      held.forEach((gap, at) => follow(gap, resumed[at]?.edge));
      const left = resumed.filter(({ after }) => after > 0);
      setOpen(left.map(({ gap, after }) => ({ ...gap, place: placeOf(gap, { after }) })));
      told(held.length);
    },
    remember: () =>
      buffer
        .view()
        .gaps()
        .filter(({ reason }) => reason !== 'oversize')
        .map((gap) => ({
          gap,
          after: open.find(({ seq }) => seq === gap.seq)?.place.after ?? 0,
          edge: edges.get(gap),
        })),
    place({ gap: found, lines, follows, closed }) {
      // A gap that has been split since goes on in its last piece.
      const pieces = open.filter(({ place }) => place.after === found.after);
      const gap = pieces.find(({ place }) => place === found) ?? pieces.at(-1);
      if (!gap) return undefined;
      const { seq, reason, from, to } = gap;
      if (seq === -Infinity) return [];
      // After a gap of the stream that this one resumes, lines are not held that were shown before.
      const view = buffer.view();
      const row = view.rowOf(seq);
      const next = view.at(row + 1);
      const item = view.at(row);
      const isHeld = item?.seq === seq;
      const isEnd = closed && (!isHeld || (next?.kind === 'log' && next.timestamp === to));
      if (lines.length === 0 && !isEnd) return [gap];
      // A row of the tick in which the gap begins may be one that was shown before it: then these begin there, too.
      const edge = item?.kind === 'gap' ? edges.get(item)?.at(-1) : undefined;
      const isEdge = (line: DecodedLine<Raw>): boolean =>
        line.time === edge?.time && delivered.shortened(line).key === edge?.key;
      const begins = follows || lines.some(isEdge);
      // Nobody knows how many of the missing lines are before these.
      const items = buffer.fill(seq, [
        ...(begins ? [] : [given({ reason, from, to: lines[0]?.timestamp })]),
        ...lines,
        ...(isEnd ? [] : [given({ reason, from: lines.at(-1)?.timestamp, to })]),
      ]);
      if (!items) return undefined;
      const left = items.filter((item) => item.kind === 'gap');
      unnumbered = left.at(-1)?.seq ?? unnumbered;
      for (const piece of left) follow(piece, item?.kind === 'gap' ? edges.get(item) : undefined);
      replace(gap, left);
      told(left.length - 1);
      return items;
    },
    close(seq) {
      setOpen(open.filter((gap) => gap.seq !== seq));
      told(-1);
    },
    moved(from, to) {
      if (to) follow(to, edges.get(from));
      const gap = open.find(({ seq }) => seq === from.seq);
      if (gap) replace(gap, [to ?? { ...gap, seq: -Infinity }]);
    },
    cleared: () => lose(Infinity),
    leaveBehind() {
      const first = buffer.view().seqAt(0) ?? buffer.nextSeq;
      const left = open.filter(({ seq }) => seq < first);
      const newest = left.at(-1);
      if (!newest) return false;
      delivered.forgetBefore(newest.place);
      setOpen(open.slice(left.length));
      return true;
    },
  };
}
