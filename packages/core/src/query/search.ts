/**
 * Finds a term in everything that is held and keeps the count exact while lines come and go. What is held is read in
 * slices that leave the thread to others; each line is looked at once.
 */
import type { BufferChange, LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';
import { toLogStreamError, type LogStreamError } from '../errors.js';
import { stripAnsi } from '../format/ansi.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { createEmitter } from '../lib/emitter.js';
import { compileSearch, type FindRanges, type SearchOptions, type TextRange } from './search-pattern.js';
import type { ViewSource } from './view-source.js';

/** Lines that are read at once, without a break. */
const AT_ONCE = 20_000;
/** Milliseconds of one slice: half a frame. */
const SLICE = 8;
/** Lines between two looks at the clock. */
const STRIDE = 512;

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
  /** The term could not be used; what was found before it stays. */
  readonly error: LogStreamError | undefined;
  /** What is held is still being read; `total` grows. */
  readonly pending: boolean;
}

export interface Search {
  /** Looks for `term`; an empty one ends the search. `fromSeq`: the current place is the first from this line on. */
  find(term: string, options?: SearchOptions & { readonly fromSeq?: number }): void;
  /** To the next place; after the last comes the first. */
  next(): void;
  previous(): void;
  getState(): SearchState;
  /** All places of the term in a text as it is shown (without ANSI). */
  rangesIn(text: string): readonly TextRange[];
  /** Lines with a place, in order, for ticks on a scroll bar. */
  matchingSeqs(): readonly number[];
  subscribe(listener: () => void): () => void;
  dispose(): void;
}

export interface SearchInit {
  /** For tests: a virtual clock. */
  readonly clock?: Clock;
}

/** One place: a line, and which of its places. */
interface Place {
  readonly seq: number;
  readonly inLine: number;
}

const IDLE: FindRanges = () => [];

/** See the file's head. */
export function createSearch<Raw>(source: ViewSource<Raw>, { clock = systemClock }: SearchInit = {}): Search {
  const events = createEmitter<{ change: () => void }>();
  let term = '';
  let options: SearchOptions = {};
  let ranges: FindRanges = IDLE;
  let error: LogStreamError | undefined;
  /** Lines with places and how many up to and with each, counted from `counted`. Lines before `head` went. */
  let seqs: number[] = [];
  let sums: number[] = [];
  let head = 0;
  let counted = 0;
  /** Lines from here on are to be read; undefined once all were. */
  let readFrom: number | undefined;
  let wantedFrom: number | undefined;
  let place: Place | undefined;
  let cancel: (() => void) | undefined;
  let state: SearchState = {
    term,
    options,
    total: 0,
    current: 0,
    currentSeq: undefined,
    currentInLine: 0,
    error,
    pending: false,
  };

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
    const index = place ? indexAtOrAfter(place.seq) : -1;
    const current = place && seqs[index] === place.seq ? sumBefore(index) - counted + place.inLine + 1 : 0;
    state = {
      term,
      options,
      total: total(),
      current,
      currentSeq: current > 0 ? place?.seq : undefined,
      currentInLine: current > 0 ? (place?.inLine ?? 0) : 0,
      error,
      pending: readFrom !== undefined,
    };
    events.emit('change');
  }

  function placesIn(item: LogItem<Raw>): number {
    return item.kind === 'gap' ? 0 : ranges(stripAnsi(item.message)).length;
  }

  function read(item: LogItem<Raw>): void {
    const count = placesIn(item);
    if (count === 0) return;
    seqs.push(item.seq);
    sums.push((sums.at(-1) ?? counted) + count);
  }

  /** The sums of the lines after them stand: the count begins lower instead. */
  function prepend(items: readonly LogItem<Raw>[]): void {
    const counts = items.map(placesIn);
    let sum = counted - counts.reduce((all, count) => all + count, 0);
    counted = sum;
    const olderSeqs: number[] = [];
    const olderSums: number[] = [];
    counts.forEach((count, at) => {
      if (count === 0) return;
      sum += count;
      olderSeqs.push((items[at] as LogItem<Raw>).seq);
      olderSums.push(sum);
    });
    seqs = [...olderSeqs, ...seqs.slice(head)];
    sums = [...olderSums, ...sums.slice(head)];
    head = 0;
  }

  function readOn(view: LogView<Raw>, budget: number, free: number): void {
    if (readFrom === undefined) return;
    const until = clock.now() + budget;
    let row = view.rowAtOrAfter(readFrom);
    for (let done = 1; row < view.length; row++, done++) {
      if (done > free && done % STRIDE === 0 && clock.now() >= until) break;
      read(view.at(row) as LogItem<Raw>);
    }
    readFrom = view.at(row)?.seq;
    choose();
    cancel?.();
    cancel =
      readFrom === undefined
        ? undefined
        : clock.schedule(() => {
            readOn(source.getSnapshot().view, SLICE, 0);
            publish();
          }, 0);
  }

  /** Makes the first place from the wanted line on the current one, once there is one. */
  function choose(): void {
    if (place || seqs.length === head) return;
    const index = indexAtOrAfter(wantedFrom ?? Number.NEGATIVE_INFINITY);
    if (index < seqs.length) place = { seq: seqs[index] as number, inLine: 0 };
    else if (readFrom === undefined) place = { seq: seqs[head] as number, inLine: 0 };
  }

  function forget(): void {
    seqs = [];
    sums = [];
    head = 0;
    counted = 0;
    cancel?.();
    cancel = undefined;
    readFrom = undefined;
  }

  function start(): void {
    forget();
    if (term !== '') {
      readFrom = Number.NEGATIVE_INFINITY;
      readOn(source.getSnapshot().view, 0, AT_ONCE);
    }
    publish();
  }

  function update(change: BufferChange<Raw>, view: LogView<Raw>): void {
    if (term === '') return;
    if (change.replaced) {
      wantedFrom = place?.seq ?? wantedFrom;
      if (place && view.rowOf(place.seq) < 0) place = undefined;
      return start();
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
    if (change.prepended.length > 0) prepend(change.prepended);
    if (readFrom === undefined) for (const item of change.appended) read(item);
    choose();
    publish();
  }

  /** Moves by one place; from none, to the first or the last. */
  function step(by: 1 | -1): void {
    const count = total();
    if (count === 0) return;
    const from = state.current;
    const to = from === 0 ? (by === 1 ? 1 : count) : ((from - 1 + by + count) % count) + 1;
    const wanted = counted + to;
    let low = head;
    let high = seqs.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    place = { seq: seqs[low] as number, inLine: wanted - sumBefore(low) - 1 };
    publish();
  }

  const undo = source.observe(update);

  return {
    find(next, { fromSeq, ...nextOptions } = {}) {
      try {
        ranges = compileSearch(next, nextOptions);
        error = undefined;
      } catch (thrown) {
        error = toLogStreamError(thrown, 'invalid-argument', 'The search term cannot be used');
        return publish();
      }
      term = next;
      options = nextOptions;
      wantedFrom = fromSeq ?? place?.seq;
      place = undefined;
      start();
    },
    next: () => step(1),
    previous: () => step(-1),
    getState: () => state,
    rangesIn: (text) => ranges(text),
    matchingSeqs: () => seqs.slice(head),
    subscribe: (listener) => events.on('change', listener),
    dispose() {
      cancel?.();
      undo();
      events.clear();
    },
  };
}
