/**
 * Finds a term in everything that is held and keeps the count exact while lines come and go. What is held is read in
 * slices that leave the thread to others; each line is looked at once.
 */
import type { BufferChange, LogView } from '../buffer/log-view.js';
import { toLogStreamError, type LogStreamError } from '../errors.js';
import { stripAnsi } from '../format/ansi.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { createEmitter } from '../lib/emitter.js';
import { LineScan } from './line-scan.js';
import { LatePatternGuard } from './late-pattern-guard.js';
import type { OpenPatternWorker } from './pattern-worker.js';
import { compileSearch, type FindRanges, type SearchOptions, type TextRange } from './search-pattern.js';
import type { ViewSource } from './view-source.js';

/** Texts whose places are kept for {@link Search.rangesIn}, where a worker found them. */
const KEPT = 500;

export interface SearchState {
  readonly term: string;
  readonly options: SearchOptions;
  /** Places found so far. */
  readonly total: number;
  /** Which of them is the current one, from 1; 0 for none. */
  readonly current: number;
  /** Line of the current one. */
  readonly currentSeq: number | undefined;
  /** Which place within its line the current one is, from 0. */
  readonly currentInLine: number;
  /** The term could not be used, or was stopped because it takes too long; what was found before it stays. */
  readonly error: LogStreamError | undefined;
  /** What is held is still being read; `total` grows. */
  readonly pending: boolean;
  /** Grows whenever `rangesIn` may answer otherwise than before. */
  readonly learnt: number;
}

export interface Search {
  /** Looks for `term`; an empty one ends the search. `fromSeq`: the current place is the first from this line on. */
  find(term: string, options?: SearchOptions & { readonly fromSeq?: number }): void;
  /** To the next place; after the last comes the first. */
  next(): void;
  previous(): void;
  getState(): SearchState;
  /**
   * All places of the term in a text as it is shown (without ANSI). Where only a worker may run the expression there are none
   * at first; `learnt` tells when to ask again.
   */
  rangesIn(text: string): readonly TextRange[];
  /** Lines with a place, in order, for ticks on a scroll bar. */
  matchingSeqs(): readonly number[];
  subscribe(listener: () => void): () => void;
  dispose(): void;
}

export interface SearchInit {
  /** For tests: a virtual clock. */
  readonly clock?: Clock;
  /** Where expressions run that may take long. Default: a worker made from a `blob:`, where the page allows one. */
  readonly openWorker?: OpenPatternWorker;
}

/** One place: a line, and which of its places. */
interface Place {
  readonly seq: number;
  readonly inLine: number;
}

const IDLE: FindRanges = () => [];

/** What is looked for. */
interface Wanted {
  readonly term: string;
  readonly options: SearchOptions;
  readonly ranges: FindRanges;
}

const NOTHING: Wanted = { term: '', options: {}, ranges: IDLE };

/** Pairs of a worker's answer. */
function toRanges(places: readonly number[]): readonly TextRange[] {
  const ranges: TextRange[] = [];
  for (let at = 0; at < places.length; at += 2) ranges.push([places[at] as number, places[at + 1] as number]);
  return ranges;
}

/** See the file's head. */
export function createSearch<Raw>(
  source: ViewSource<Raw>,
  { clock = systemClock, openWorker }: SearchInit = {},
): Search {
  const events = createEmitter<{ change: () => void }>();
  const guard = new LatePatternGuard({ clock, openWorker, places: true, refused });
  let wanted = NOTHING;
  /** What was looked for before, all of it read, and where the search was. */
  let before: Wanted & { readonly place?: Place | undefined } = NOTHING;
  let error: LogStreamError | undefined;
  /** What was found before is told until there is a first answer. */
  let holding = false;
  /** Lines with places and how many up to and with each, counted from `counted`. Lines before `head` went. */
  let seqs: number[] = [];
  let sums: number[] = [];
  let head = 0;
  let counted = 0;
  /** Lines before the first that were read since, newest first. */
  let older: { readonly seq: number; readonly count: number }[] = [];
  let wantedFrom: number | undefined;
  let place: Place | undefined;
  /** Texts that were asked about by `rangesIn`: their places, once a worker has found them. */
  const learnt = new Map<string, readonly TextRange[] | undefined>();
  let shownRanges: FindRanges = IDLE;
  let cancelLearning: (() => void) | undefined;
  let state: SearchState = {
    term: '',
    options: {},
    total: 0,
    current: 0,
    currentSeq: undefined,
    currentInLine: 0,
    error,
    pending: false,
    learnt: 0,
  };

  const scan = new LineScan<Raw>({
    source,
    clock,
    begin: 'first',
    look,
    ask: (texts, done) => guard.ask(texts, done),
    progress: settle,
  });

  const total = (): number => (sums.length > head ? (sums.at(-1) as number) - counted : 0);
  const sumBefore = (index: number): number => (index > head ? (sums[index - 1] as number) : counted);

  function indexAtOrAfter(seq: number): number {
    let low = head;
    let high = seqs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((seqs[middle] as number) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function publish(): void {
    const { pending } = scan;
    if (holding) state = { ...state, error, pending };
    else {
      const { term, options } = wanted;
      const index = place ? indexAtOrAfter(place.seq) : -1;
      const current = place && seqs[index] === place.seq ? sumBefore(index) - counted + place.inLine + 1 : 0;
      state = {
        ...state,
        term,
        options,
        total: total(),
        current,
        currentSeq: current > 0 ? place?.seq : undefined,
        currentInLine: current > 0 ? (place?.inLine ?? 0) : 0,
        error,
        pending,
      };
    }
    events.emit('change');
  }

  function placesIn(text: string): readonly TextRange[] | undefined {
    const { ranges } = wanted;
    return ranges.pattern ? guard.look(0, text, () => ranges(text), toRanges) : ranges(text);
  }

  function look(view: LogView<Raw>, row: number, forward: boolean): boolean {
    const item = view.at(row);
    if (item?.kind !== 'log') return true;
    const places = placesIn(stripAnsi(item.message));
    if (!places) return false;
    const { seq } = item;
    const count = places.length;
    if (count === 0) return true;
    if (!forward) older.push({ seq, count });
    else {
      seqs.push(seq);
      sums.push((sums.at(-1) ?? counted) + count);
    }
    return true;
  }

  /** Lines that came before the first. The sums of those after them stand: the count begins lower instead. */
  function prepend(): void {
    if (older.length === 0) return;
    const found = older.reverse();
    older = [];
    let sum = counted - found.reduce((all, { count }) => all + count, 0);
    counted = sum;
    const olderSums = found.map(({ count }) => (sum += count));
    seqs = [...found.map(({ seq }) => seq), ...seqs.slice(head)];
    sums = [...olderSums, ...sums.slice(head)];
    head = 0;
  }

  /** Makes the first place from the wanted line on the current one, once there is one. */
  function choose(): void {
    if (place || seqs.length === head) return;
    const index = indexAtOrAfter(wantedFrom ?? Number.NEGATIVE_INFINITY);
    if (index < seqs.length) place = { seq: seqs[index] as number, inLine: 0 };
    else if (!scan.pending) place = { seq: seqs[head] as number, inLine: 0 };
  }

  /** Takes in what was read, and tells it. */
  function settle(): void {
    if (holding) show();
    prepend();
    choose();
    publish();
  }

  /** What is looked for now stands in the place of what was before. */
  function show(): void {
    holding = false;
    if (shownRanges === wanted.ranges) return;
    shownRanges = wanted.ranges;
    learnt.clear();
    state = { ...state, learnt: state.learnt + 1 };
  }

  function start(next: Wanted): void {
    wanted = next;
    seqs = [];
    sums = [];
    older = [];
    head = 0;
    counted = 0;
    scan.stop();
    // Nobody answers any more what was asked for the expression before.
    for (const [text, places] of learnt) if (!places) learnt.delete(text);
    guard.use(next.ranges.pattern ? [next.ranges.pattern] : []);
    if (next.term !== '') {
      scan.restart({ slow: guard.active });
      if (wanted !== next) return; // refused at once
      holding = guard.active && scan.pending && scan.oldest === undefined && shownRanges !== next.ranges;
      if (holding) return publish();
    }
    show();
    settle();
  }

  function refused(why: LogStreamError): void {
    error = why;
    const { place: placeBefore, ...last } = before;
    before = NOTHING;
    place = placeBefore;
    wantedFrom = placeBefore?.seq;
    start(last);
  }

  function update(change: BufferChange<Raw>, view: LogView<Raw>): void {
    if (wanted.term === '') return;
    if (change.replaced) {
      wantedFrom = place?.seq ?? wantedFrom;
      if (place && view.rowOf(place.seq) < 0) place = undefined;
      return start({ ...wanted });
    }
    const first = view.at(0)?.seq ?? Number.POSITIVE_INFINITY;
    while (head < seqs.length && (seqs[head] as number) < first) {
      counted = sums[head] as number;
      head += 1;
    }
    if (head > 4_096 && head > seqs.length / 2) {
      seqs = seqs.slice(head);
      sums = sums.slice(head);
      head = 0;
    }
    if (place && place.seq < first) place = undefined;
    if (change.evicted > 0) scan.evict(first);
    const mine = wanted;
    scan.advance(view);
    if (mine !== wanted) return;
    prepend();
    choose();
    publish();
  }

  /** Moves by one place; from none, to the first or the last. */
  function step(by: 1 | -1): void {
    const count = total();
    if (count === 0) return;
    const from = state.current;
    const to = from === 0 ? (by === 1 ? 1 : count) : ((from - 1 + by + count) % count) + 1;
    const target = counted + to;
    let low = head;
    let high = seqs.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] as number) < target) low = middle + 1;
      else high = middle;
    }
    place = { seq: seqs[low] as number, inLine: target - sumBefore(low) - 1 };
    publish();
  }

  function rangesIn(text: string): readonly TextRange[] {
    // While a new expression has no answer yet, the places of the one before are not to be had from the guard.
    if (shownRanges.pattern === undefined) return shownRanges(text);
    const found = (holding ? undefined : placesIn(text)) ?? learnt.get(text);
    if (found) return found;
    if (!holding && !learnt.has(text)) {
      learnt.set(text, undefined);
      cancelLearning ??= clock.schedule(learn, 0);
    }
    return [];
  }

  /** Asks about the texts that somebody wants to see. */
  function learn(): void {
    cancelLearning = undefined;
    const texts = [...learnt].filter(([, places]) => places === undefined).map(([text]) => text);
    if (texts.length === 0 || holding) return;
    guard.ask(texts, () => {
      for (const text of texts) {
        const places = placesIn(text);
        if (places) learnt.set(text, places);
        else learnt.delete(text); // not answered this time: asked about again when it is drawn
      }
      for (const text of [...learnt.keys()].slice(0, Math.max(0, learnt.size - KEPT))) learnt.delete(text);
      state = { ...state, learnt: state.learnt + 1 };
      events.emit('change');
    });
  }

  const undo = source.observe(update);

  return {
    find(next, { fromSeq, ...nextOptions } = {}) {
      let ranges: FindRanges;
      try {
        ranges = compileSearch(next, nextOptions);
        error = undefined;
      } catch (thrown) {
        error = toLogStreamError(thrown, 'invalid-argument', 'The search term cannot be used');
        return publish();
      }
      if (!guard.active || !scan.pending) before = { ...wanted, place };
      wantedFrom = fromSeq ?? place?.seq;
      place = undefined;
      start({ term: next, options: nextOptions, ranges });
    },
    next: () => step(1),
    previous: () => step(-1),
    getState: () => state,
    rangesIn,
    matchingSeqs: () => seqs.slice(head),
    subscribe: (listener) => events.on('change', listener),
    dispose() {
      cancelLearning?.();
      scan.stop();
      guard.stop();
      undo();
      events.clear();
    },
  };
}
