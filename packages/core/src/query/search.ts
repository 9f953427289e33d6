/**
 * Finds a term in all lines held, and keeps the count exact as lines arrive and leave. Each line is searched once, in slices that do not
 * block the thread.
 */
import type { BufferChange, LineBlock, LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';
import { toLogStreamError, type LogStreamError } from '../errors.js';
import { stripAnsi } from '../format/strip-ansi.js';
import { checkViewSource } from '../lib/arguments.js';
import { systemClock } from '../lib/clock.js';
import { createEmitter } from '../lib/emitter.js';
import { endOf, isInText, seqAt, shownText } from './block-text.js';
import { countByLine, countInBlock } from './count-in-block.js';
import { LatePatternGuard } from './late-pattern-guard.js';
import { LineScan } from './line-scan.js';
import { MatchCounts } from './match-counts.js';
import {
  compileSearch,
  FIND_NOTHING,
  type FindRanges,
  type SearchOptions,
  type TextRange,
} from './search-pattern.js';
import type { Search, SearchInit, SearchState } from './search-types.js';
import { createShownRanges } from './shown-ranges.js';
import type { ViewSource } from './view-source.js';

/** Milliseconds between two growing counts: each is drawn, and drawing takes time from the search. */
const PROGRESS_INTERVAL = 100;
/** Lines searched at once when the view was replaced, as with each key typed into a filter: nobody is waiting for a match. */
const FIRST_AFTER_REPLACE = 1_000;

/** One match: its line, and its index within the line. */
interface Match {
  readonly seq: number;
  readonly inLine: number;
}

/** A compiled search. */
interface Query {
  readonly term: string;
  readonly options: SearchOptions;
  readonly ranges: FindRanges;
}

const NO_QUERY: Query = { term: '', options: {}, ranges: FIND_NOTHING };

/** Pairs up a worker's answer, `[start, end, start, end, …]`. */
function toRanges(bounds: readonly number[]): readonly TextRange[] {
  const ranges: TextRange[] = [];
  for (let at = 0; at < bounds.length; at += 2) ranges.push([bounds[at] as number, bounds[at + 1] as number]);
  return ranges;
}

/** Finds a term in all lines of `source`, and keeps the count exact as lines arrive and leave. Lines are searched in slices of 8 ms, each line once. */
export function createSearch<Raw>(
  source: ViewSource<Raw>,
  { clock = systemClock, openWorker }: SearchInit = {},
): Search {
  checkViewSource(source);
  const events = createEmitter<{ change: () => void }>();
  const guard = new LatePatternGuard({ clock, openWorker, places: true, refused });
  let query = NO_QUERY;
  /** The last query that searched all lines, and its current match: it comes back if the next one is refused. */
  let previous: Query & { readonly match?: Match | undefined } = NO_QUERY;
  let error: LogStreamError | undefined;
  let counts = new MatchCounts();
  /** The sequence numbers of `counts`, until they change. */
  let matchingSeqs: readonly number[] | undefined;
  /** Scratch space: matches by packed line. */
  let blockCounts = new Uint32Array(0);
  let publishedAt = 0;
  /** The current match becomes the first one at or after this line. */
  let startSeq = -Infinity;
  let match: Match | undefined;
  /** The line of the current match is not in the view any more, or not yet: the view of a new filter begins with the newest lines. */
  let provisional = false;
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

  const ask = (texts: readonly string[], done: () => void): void => guard.ask(texts, done);
  const scan = new LineScan<Raw>({ source, clock, visit, visitPacked, ask, progress });
  const shown = createShownRanges({ clock, find: matchesIn, ask, onAnswer });

  function publish(): void {
    publishedAt = clock.now();
    const { pending } = scan;
    if (shown.holding) state = { ...state, error, pending };
    else {
      const { term, options } = query;
      const line = counts.indexAtOrAfter(match?.seq ?? 0);
      const current = match && counts.at(line) === match.seq ? match : undefined;
      state = {
        ...state,
        term,
        options,
        total: counts.matches,
        current: current ? counts.matchesBefore(line) + current.inLine + 1 : 0,
        currentSeq: current?.seq,
        currentInLine: current?.inLine ?? 0,
        error,
        pending,
      };
    }
    events.emit('change');
  }

  /** undefined: the worker has to be asked first. */
  function matchesIn(text: string): readonly TextRange[] | undefined {
    const { ranges } = query;
    return ranges.pattern ? guard.evaluate(0, text, () => ranges(text), toRanges) : ranges(text);
  }

  function visit(item: LogItem<Raw>, _view: LogView<Raw>, _row: number, forward: boolean): boolean {
    if (item.kind !== 'log') return true;
    const { message } = item;
    if (query.ranges.batch?.mayBeIn(message) === false) return true;
    const found = matchesIn(stripAnsi(message));
    if (found) record(item.seq, found.length, forward);
    return found !== undefined;
  }

  function visitPacked(block: LineBlock, from: number, to: number, forward: boolean): number {
    const { ranges } = query;
    const { batch, pattern, inMany } = ranges;
    const lines = to - from;
    const size = endOf(block, to - 1) - (block.starts[from] as number);
    const atOnce = inMany === true && size <= guard.cheapLength;
    if (batch || atOnce) {
      if (blockCounts.length < lines) blockCounts = new Uint32Array(lines);
      blockCounts.fill(0, 0, lines);
      if (batch) countInBlock(batch, block, from, to, blockCounts);
      if (pattern) countByLine(pattern, block, from, to, blockCounts, (text) => ranges(text).length);
    }
    for (let visited = 0; visited < lines; visited++) {
      const index = forward ? from + visited : to - 1 - visited;
      const isCounted = batch !== undefined || (atOnce && isInText(block, index));
      const count = isCounted ? blockCounts[index - from] : matchesIn(shownText(block, index))?.length;
      if (count === undefined) return visited;
      record(block.firstSeq + index * block.step, count, forward);
    }
    return lines;
  }

  function record(seq: number, matches: number, forward: boolean): void {
    if (matches === 0) return;
    matchingSeqs = undefined;
    if (forward) counts.append(seq, matches);
    else counts.prepend(seq, matches);
  }

  /**
   * If there is no current match, or only a provisional one, chooses the first one from `startSeq` on, or else the last before it: the scan
   * finds them in this order.
   */
  function chooseMatch(): void {
    if ((match && !provisional) || counts.length === 0) return;
    const line = Math.min(counts.indexAtOrAfter(startSeq), counts.length - 1);
    const seq = counts.at(line) as number;
    if (!match || seq < match.seq) match = { seq, inLine: 0 };
  }

  /** Publishes the first match at once, and growing counts now and then. */
  function progress(): void {
    if (!shown.holding) chooseMatch();
    const isFirst = match !== undefined && state.current === 0;
    if (shown.holding || isFirst || !scan.pending || clock.now() - publishedAt >= PROGRESS_INTERVAL) settle();
  }

  function settle(): void {
    if (shown.holding) show();
    chooseMatch();
    publish();
  }

  /** From now on the state and `rangesIn` show this query instead of the previous one. */
  function show(): void {
    shown.holding = false;
    if (shown.current === query.ranges) return;
    shown.use(query.ranges);
    state = { ...state, learnt: state.learnt + 1 };
  }

  function start(next: Query, first?: number): void {
    query = next;
    counts = new MatchCounts();
    matchingSeqs = undefined;
    scan.stop();
    shown.forgetUnanswered();
    guard.use(next.ranges.pattern ? [next.ranges.pattern] : []);
    if (next.term !== '') {
      scan.restart({
        from: startSeq,
        first,
        ...(guard.active ? { cheap: () => guard.cheapLength } : {}),
      });
      if (query !== next) return; // refused at once
      shown.holding =
        guard.active && scan.pending && scan.oldest === undefined && shown.current !== next.ranges;
      if (shown.holding) return publish();
    }
    show();
    settle();
  }

  function refused(why: LogStreamError): void {
    error = why;
    const { match: previousMatch, ...last } = previous;
    previous = NO_QUERY;
    match = previousMatch;
    startSeq = previousMatch?.seq ?? -Infinity;
    start(last);
  }

  function update(change: BufferChange<Raw>, view: LogView<Raw>): void {
    if (query.term === '') return;
    const { evicted } = change;
    // The lines of a filter may all have left: then nothing is known of where the next ones stand.
    if (change.replaced || (evicted > 0 && view.length === 0)) {
      if (!provisional) startSeq = match?.seq ?? startSeq;
      if (match && view.rowOf(match.seq) < 0) {
        match = undefined;
        provisional = true;
      }
      return start({ ...query }, FIRST_AFTER_REPLACE);
    }
    if (evicted > 0) {
      const first = seqAt(view, 0);
      if (counts.dropBefore(first) > 0) matchingSeqs = undefined;
      if (match && match.seq < first) match = undefined;
      scan.evict(first);
    }
    const mine = query;
    scan.advance(view);
    if (mine !== query) return; // refused
    chooseMatch();
    publish();
  }

  /** Goes one match forward or back; if there is no current match, to the first or the last. */
  function step(by: 1 | -1): void {
    const total = counts.matches;
    if (total === 0) return;
    const from = state.current;
    const to = from === 0 ? (by === 1 ? 0 : total - 1) : (from - 1 + by + total) % total;
    const line = counts.lineOfMatch(to);
    match = { seq: counts.at(line) as number, inLine: to - counts.matchesBefore(line) };
    provisional = false;
    publish();
  }

  function onAnswer(): void {
    state = { ...state, learnt: state.learnt + 1 };
    events.emit('change');
  }

  const undo = source.observe(update);

  return {
    find(term, { fromSeq, ...options } = {}) {
      let ranges: FindRanges;
      try {
        ranges = compileSearch(term, options);
        error = undefined;
      } catch (thrown) {
        error = toLogStreamError(thrown, 'invalid-argument', 'The search term cannot be used');
        return publish();
      }
      if (!guard.active || !scan.pending) previous = { ...query, match };
      startSeq = fromSeq ?? match?.seq ?? -Infinity;
      match = undefined;
      provisional = false;
      start({ term, options, ranges });
    },
    next: () => step(1),
    previous: () => step(-1),
    getState: () => state,
    rangesIn: (text) => shown.rangesIn(text),
    matchingSeqs: () => (matchingSeqs ??= counts.all()),
    subscribe: (listener) => events.on('change', listener),
    dispose() {
      shown.dispose();
      scan.stop();
      guard.stop();
      undo();
      events.clear();
    },
  };
}
