/**
 * The gaps of a stream: each is reported at its place, after the lines stored when it was found, and remembered as long as lines may
 * still fill it.
 */
import type { GapInit, LogBuffer } from '../buffer/log-buffer.js';
import type { GapReason, LogEntry, LogGap } from '../entry.js';
import { given } from '../lib/given.js';
import { parseTime } from '../lib/time.js';
import type { DeliveredLines } from './delivered-lines.js';
import { isInGap } from './is-in-gap.js';
import type { InGap, ToldGap } from './verdict.js';

/** See the file's head. */
export interface ToldGaps<Raw> {
  /** The newest gap that is open, as the place of lines. */
  readonly newest: ToldGap | undefined;
  /** Adds a gap. `following`: number of lines already delivered that will be stored after it. */
  add(init: GapInit, following?: number): void;
  /**
   * Adds a gap for lines after those delivered; `missing` is their number, if known; `to` is the timestamp of the line after them. By default,
   * they were dropped because the queue was full.
   */
  addMissed(missing?: number, to?: string, reason?: GapReason): void;
  /** Adds and returns the gap for the lines from `seen` on that left the buffer before anybody could see them, if there are any. */
  addPassedBy(seen: number, from: string | undefined): LogGap | undefined;
  /**
   * Of the lines that fill a gap, those that were not told before: of the lines that passed by, all but those that were in a gap themselves
   * were. `rest`: what is left of the gap.
   */
  untold(gap: LogGap, lines: readonly LogEntry<Raw>[], rest?: LogGap): readonly LogEntry<Raw>[];
  /** Restores the gaps that were open in the stream that this one resumes. */
  resume(gaps: readonly LogGap[]): void;
  /**
   * Puts lines into the gap in which they lie, which splits, shrinks or closes, and returns them. Empty if the gap was cleared, and
   * takes them with it; undefined if it is no longer the newest that is open.
   */
  place(found: InGap<Raw>): readonly LogEntry<Raw>[] | undefined;
  /** A gap was filled. */
  close(seq: number): void;
  /** A gap has another sequence number now, or none: it is no longer held. */
  moved(seq: number, to: number | undefined): void;
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

/** @param told Called with the change in the number of gaps, and with a new gap. */
export function createToldGaps<Raw>(
  buffer: LogBuffer<Raw>,
  delivered: DeliveredLines<Raw>,
  told: (count: number, gap?: LogGap) => void,
): ToldGaps<Raw> {
  /** The gaps that lines may fill: of those with one `place`, only the newest. */
  let open: readonly (LogGap & { readonly place: ToldGap })[] = [];
  /** The gaps for lines that passed by, and the places of the gaps among these. */
  const passedBy = new WeakMap<LogGap, readonly ToldGap[]>();
  /** Sequence number of the newest gap for an unknown number of lines. */
  let unnumbered = -Infinity;

  /** Remembers a gap after this many delivered lines. */
  function remember(gap: LogGap, after: number): void {
    const from = parseTime(gap.from ?? '') ?? -Infinity;
    const place = { after, from, to: parseTime(gap.to ?? '') ?? from, end: gap.to };
    open = [...open, { ...gap, place }].slice(-OPEN_GAPS);
    delivered.beforeGap = after;
  }

  function add(init: GapInit, following = 0): void {
    const gap = buffer.appendGap(init);
    if (gap.missing === undefined) unnumbered = gap.seq;
    if (gap.reason !== 'oversize') remember(gap, delivered.delivered - following);
    told(1, gap);
  }

  /** Gaps before `seq` are no longer held, and other items may get their sequence numbers. */
  function lose(seq: number): void {
    open = open.map((gap) => (gap.seq < seq ? { ...gap, seq: -Infinity } : gap));
  }

  return {
    get newest() {
      return open.at(-1)?.place;
    },
    add,
    addMissed(missing, to, reason = 'overflow') {
      add(given({ reason, missing, from: delivered.window.newest?.timestamp, to }));
    },
    addPassedBy(seen, from) {
      const first = buffer.view().at(0);
      const items = first === undefined ? 0 : Math.floor(first.seq) - seen;
      if (first === undefined || items <= 0) return undefined;
      const within = open.filter(({ seq }) => seq >= seen && seq < first.seq).map(({ place }) => place);
      lose(first.seq);
      const missing = unnumbered < seen ? items : undefined;
      const to = first.kind === 'log' ? first.timestamp : undefined;
      const gap = buffer.prependGap(given({ reason: 'overflow' as const, missing, from, to }), items);
      if (gap) {
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
    resume(gaps) {
      const held = buffer.prepend(gaps);
      const newest = held.at(-1);
      const { beforeGap, window } = delivered;
      // Only of the newest is it known how many lines came before it. If none of them is remembered, they cannot be told from those in it.
      if (newest?.kind === 'gap' && beforeGap > window.delivered - window.length) remember(newest, beforeGap);
      told(held.length);
    },
    place({ gap: { after }, lines, follows, closed }) {
      const gap = open.at(-1);
      if (gap?.place.after !== after) return undefined;
      const { seq, reason, from, to, place } = gap;
      if (seq === -Infinity) return [];
      // Nobody knows how many of the missing lines are before these.
      const items = buffer.fill(seq, [
        ...(follows ? [] : [given({ reason, from, to: lines[0]?.timestamp })]),
        ...lines,
        ...(closed ? [] : [given({ reason, from: lines.at(-1)?.timestamp, to })]),
      ]);
      if (!items) return undefined;
      const left = items.filter((item) => item.kind === 'gap');
      unnumbered = left.at(-1)?.seq ?? unnumbered;
      open = [...open.slice(0, -1), ...left.map((one) => ({ ...one, place }))];
      if (left.length === 0) delivered.beforeGap = 0;
      told(left.length - 1);
      return items.filter((item) => item.kind === 'log');
    },
    close(seq) {
      if (open.at(-1)?.seq === seq) delivered.beforeGap = 0;
      open = open.filter((gap) => gap.seq !== seq);
      told(-1);
    },
    moved(seq, to = -Infinity) {
      open = open.map((gap) => (gap.seq === seq ? { ...gap, seq: to } : gap));
    },
    cleared: () => lose(Infinity),
    leaveBehind() {
      const first = buffer.view().seqAt(0) ?? buffer.nextSeq;
      const left = open.filter(({ seq }) => seq < first);
      const newest = left.at(-1);
      if (!newest) return false;
      delivered.forgetBeforeGap(newest.place.after);
      open = open.slice(left.length);
      return true;
    },
  };
}
