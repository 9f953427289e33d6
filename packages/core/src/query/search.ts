/**
 * Finds a term in all lines held, and keeps the count exact as lines arrive and leave. Lines are searched in
 * slices that do not block the thread; each line is searched once.
 */
import type { BufferChange, LineBlock, LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';
import { toLogStreamError, type LogStreamError } from '../errors.js';
import { stripAnsi } from '../format/ansi.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { createEmitter } from '../lib/emitter.js';
import { seqAt, shownText } from './block-text.js';
import { countInBlock } from './count-in-block.js';
import { LatePatternGuard } from './late-pattern-guard.js';
import { LineScan } from './line-scan.js';
import type { OpenPatternWorker } from './pattern-worker.js';
import { PlaceList } from './place-list.js';
import { compileSearch, type FindRanges, type SearchOptions, type TextRange } from './search-pattern.js';
import type { ViewSource } from './view-source.js';

/** Milliseconds between two growing counts: each is drawn, and drawing takes the time of reading. */
const PAUSE = 100;
/** Texts whose places are kept for {@link Search.rangesIn}, where a worker found them. */
const KEPT = 500;
/** Lines that are looked at at once where others are shown than before, as with each key of a filter: nobody asked for a match. */
const ANEW = 1_000;

/** The state of a search at one moment. */
export interface SearchState {
  readonly term: string;
  readonly options: SearchOptions;
  /** Number of matches found so far. */
  readonly total: number;
  /** Number of the current match, from 1; 0 if there is none. */
  readonly current: number;
  /** Sequence number of the line with the current match. */
  readonly currentSeq: number | undefined;
  /** Index of the current match within its line, from 0. */
  readonly currentInLine: number;
  /** The term is invalid, or was stopped because it took too long; the previous matches stay. */
  readonly error: LogStreamError | undefined;
  /** Lines held are still being searched; `total` grows. */
  readonly pending: boolean;
  /** Increases whenever `rangesIn` may return something else than before. */
  readonly learnt: number;
}

/** See {@link createSearch}. */
export interface Search {
  /** Searches for `term`; an empty one ends the search. The current match becomes the first at or after the line `fromSeq`. */
  find(term: string, options?: SearchOptions & { readonly fromSeq?: number }): void;
  /** Goes to the next match; wraps around. */
  next(): void;
  /** Goes to the previous match; wraps around. */
  previous(): void;
  getState(): SearchState;
  /**
   * All matches of the term in a text as it is shown (without ANSI sequences). If the expression may only run in a worker, there are none
   * at first; when `learnt` increases, call it again.
   */
  rangesIn(text: string): readonly TextRange[];
  /** Sequence numbers of the lines with a match, in order, for ticks on a scroll bar. Returns the same array until they change. */
  matchingSeqs(): readonly number[];
  /** Calls the listener after every change of the state. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  /** Stops following the source. */
  dispose(): void;
}

/** Options of {@link createSearch}. */
export interface SearchInit {
  /** For tests: a virtual clock. */
  readonly clock?: Clock;
  /** Opens the worker for regular expressions that may take long. Default: a worker from a `blob:` URL, if the page allows one. */
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

/** Finds a term in all lines of `source`, and keeps the count exact as lines arrive and leave. Lines are searched in slices of 8 ms, each line once. */
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
  let found = new PlaceList();
  /** The sequence numbers of `found`, for who asks again before it has changed. */
  let foundSeqs: readonly number[] | undefined;
  /** Places by packed line, for those at hand. */
  let counts = new Uint32Array(0);
  /** When the state was last told. */
  let told = 0;
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
    lookPacked,
    ask: (texts, done) => guard.ask(texts, done),
    progress,
  });

  function publish(): void {
    told = clock.now();
    const { pending } = scan;
    if (holding) state = { ...state, error, pending };
    else {
      const { term, options } = wanted;
      const index = place ? found.lineAtOrAfter(place.seq) : -1;
      const current =
        place && found.seq(index) === place.seq ? found.placesBefore(index) + place.inLine + 1 : 0;
      state = {
        ...state,
        term,
        options,
        total: found.places,
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

  function look(item: LogItem<Raw>, _view: LogView<Raw>, _row: number, forward: boolean): boolean {
    if (item.kind !== 'log') return true;
    const { message } = item;
    if (wanted.ranges.plain?.mayBeIn(message) === false) return true;
    const places = placesIn(stripAnsi(message));
    if (places) take(item.seq, places.length, forward);
    return places !== undefined;
  }

  function lookPacked(block: LineBlock, from: number, to: number, forward: boolean): number {
    const { plain } = wanted.ranges;
    if (plain) {
      const lines = to - from;
      if (counts.length < lines) counts = new Uint32Array(lines);
      counts.fill(0, 0, lines);
      countInBlock(plain, block, from, to, counts);
    }
    for (let looked = 0; looked < to - from; looked++) {
      const index = forward ? from + looked : to - 1 - looked;
      const count = plain ? counts[index - from] : placesIn(shownText(block, index))?.length;
      if (count === undefined) return looked;
      take(block.firstSeq + index * block.step, count, forward);
    }
    return to - from;
  }

  function take(seq: number, places: number, forward: boolean): void {
    if (places === 0) return;
    foundSeqs = undefined;
    if (forward) found.append(seq, places);
    else found.prepend(seq, places);
  }

  /** Makes the first place from the wanted line on the current one, once there is one. */
  function choose(): void {
    if (place || found.lines === 0) return;
    const line = found.lineAtOrAfter(wantedFrom ?? Number.NEGATIVE_INFINITY);
    if (line < found.lines) place = { seq: found.seq(line) as number, inLine: 0 };
    else if (!scan.pending) place = { seq: found.seq(0) as number, inLine: 0 };
  }

  /** Tells a first place at once, and how many there are now and then. */
  function progress(): void {
    if (!holding) choose();
    const fresh = place !== undefined && state.current === 0;
    if (holding || fresh || !scan.pending || clock.now() - told >= PAUSE) settle();
  }

  /** Takes in what was read, and tells it. */
  function settle(): void {
    if (holding) show();
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

  function start(next: Wanted, first?: number): void {
    wanted = next;
    found = new PlaceList();
    foundSeqs = undefined;
    scan.stop();
    // Nobody answers any more what was asked for the expression before.
    for (const [text, places] of learnt) if (!places) learnt.delete(text);
    guard.use(next.ranges.pattern ? [next.ranges.pattern] : []);
    if (next.term !== '') {
      scan.restart({ first, ...(guard.active ? { cheap: () => guard.cheapLength } : {}) });
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
      return start({ ...wanted }, ANEW);
    }
    const first = view.length > 0 ? seqAt(view, 0) : Number.POSITIVE_INFINITY;
    const { lines } = found;
    found.dropBefore(first);
    if (found.lines < lines) foundSeqs = undefined;
    if (place && place.seq < first) place = undefined;
    if (change.evicted > 0) scan.evict(first);
    const mine = wanted;
    scan.advance(view);
    if (mine !== wanted) return;
    choose();
    publish();
  }

  /** Moves by one place; from none, to the first or the last. */
  function step(by: 1 | -1): void {
    const count = found.places;
    if (count === 0) return;
    const from = state.current;
    const to = from === 0 ? (by === 1 ? 0 : count - 1) : (from - 1 + by + count) % count;
    const line = found.lineOfPlace(to);
    place = { seq: found.seq(line) as number, inLine: to - found.placesBefore(line) };
    publish();
  }

  function rangesIn(text: string): readonly TextRange[] {
    // While a new expression has no answer yet, the places of the one before are not to be had from the guard.
    if (shownRanges.pattern === undefined) return shownRanges(text);
    const places = (holding ? undefined : placesIn(text)) ?? learnt.get(text);
    if (places) return places;
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
    matchingSeqs: () => (foundSeqs ??= found.all()),
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
