/**
 * The style a line begins with: a colour that an earlier line set and did not reset continues, as in a terminal.
 * Each source of lines (step, task, service, stdout or stderr) is a terminal of its own. Lines are parsed lazily: on a lookup, the
 * lines before the requested one are read backwards up to one that resets everything, and the results are kept. A link
 * ends with its line, although in a terminal it would not: otherwise one line could turn every line after it into a link.
 */
import {
  ansiStateAfter,
  INITIAL_ANSI_STATE,
  type AnsiState,
  type BufferChange,
  type LogItem,
  type LogView,
  type Observable,
} from '@tailrace/core';
import { firstAtOrAfter } from '../../lib/first-where.js';
import { NotedLines } from './noted-lines.js';
import { endsPlain, type StyledLine } from './styled-lines.js';

/** Looks up the style at the start of a line. */
export interface AnsiCarry {
  /** The state before the line; undefined: a plain start. */
  before(item: LogItem): AnsiState | undefined;
  /** Stops reading. */
  dispose(): void;
}

/** What is known about one source: its style after each line that changes it, over a range of lines. */
interface Track {
  /** The known range starts after this line. */
  readonly since: number;
  readonly start: AnsiState | undefined;
  /** The known range ends before this line. */
  until: number;
  readonly seqs: number[];
  readonly states: (AnsiState | undefined)[];
}

const SOURCE_LABELS = ['job_run_id', 'task_run_id', 'task_name', 'step_name', 'service', 'stream'] as const;
/**
 * Maximum number of lines in a track before it starts over, and of styled lines that are looked at, of whatever source; anything before them is
 * assumed to be unstyled.
 */
const MOST_LINES = 10_000;

/** Number of styled lines after the known range that are still added to it instead of starting over. */
const NEAR = 10;

type Labels = Readonly<Record<string, string>>;

const keys = new WeakMap<Labels, string>();

/** Cached by labels, because the lines of a source usually share them. */
function trackKey(labels: Labels): string {
  let key = keys.get(labels);
  if (key === undefined)
    keys.set(labels, (key = SOURCE_LABELS.map((name) => labels[name] ?? '').join('\u0000')));
  return key;
}

const LOUD_COLOR = { kind: 'rgb', r: 1, g: 2, b: 3 } as const;
/** All styles at once: whatever remains of it after a line was not set by that line. */
const LOUD: AnsiState = {
  style: {
    ...{ fg: LOUD_COLOR, bg: LOUD_COLOR, bold: true, dim: true, italic: true },
    ...{ underline: true, inverse: true, strike: true, conceal: true },
  },
};

function after(message: string, before: AnsiState | undefined): AnsiState | undefined {
  if (endsPlain(message)) return undefined;
  const { style } = ansiStateAfter(message, before ?? INITIAL_ANSI_STATE);
  if (Object.keys(style).length === 0) return undefined;
  return style === before?.style ? before : { style };
}

/** Whether the state after a line is independent of the state before it. */
function startsAnew(message: string): boolean {
  const styles = [undefined, LOUD].map((before) =>
    Object.entries(after(message, before)?.style ?? {}).sort(),
  );
  return JSON.stringify(styles[0]) === JSON.stringify(styles[1]);
}

/** The row from which on lines are looked at for a style at row `to`: in front of it there are too many, maybe all of other sources. */
function firstLooked(view: LogView, from: number, to: number): number {
  let left = MOST_LINES;
  for (let row = to - 1; row >= from;) {
    const block = view.blockAt?.(row);
    row = block ? block.from - 1 : row - 1;
    left -= block?.coded.length ?? 0;
    if (left <= 0) return Math.max(from, row + 1);
  }
  return from;
}

function stateIn({ seqs, states, start }: Track, seq: number): AnsiState | undefined {
  const at = firstAtOrAfter(seqs, seq) - 1;
  return at < 0 ? start : states[at];
}

/** Reads a stream; see the file's head. */
export function createAnsiCarry(stream: Observable): AnsiCarry {
  const tracks = new Map<string, Track>();
  /** The state of each source after lines that are no longer held. */
  const left = new Map<string, AnsiState>();
  const noted = new NotedLines();
  let held: LogView;

  function changed(change: BufferChange, view: LogView): void {
    const gone = held;
    noted.begin(gone);
    held = view;
    if (change.replaced || change.cleared) tracks.clear();
    const first = view.at(0);
    const newest = gone.at(gone.length - 1);
    const missed = first !== undefined && newest !== undefined && first.seq > newest.seq + 1;
    // Among lines that were never read, one may have reset the style of the last one read.
    if (change.cleared || missed) left.clear();
    else if (first && (change.evicted > 0 || change.replaced)) leave(gone, gone.rowAtOrAfter(first.seq));
    if (change.replaced || change.cleared) noted.forget();
    else {
      if (first) noted.dropBefore(first.seq);
      noted.note(change.appended);
    }
    if (change.cleared) return;
    const last = gone.at(0);
    // Older lines change what was known about the state before the first line.
    if (first && last && first.seq < last.seq) {
      tracks.clear();
      left.clear();
    }
  }

  /** Whether no line up to this row leaves a style behind, which is nearly always so; then nothing has to be parsed. */
  function isPlain(view: LogView, rows: number): boolean {
    return left.size === 0 && noted.leaveNone(view, rows);
  }

  function leave(view: LogView, rows: number): void {
    if (isPlain(view, rows)) return;
    const lines = [...noted.in(view, 0, rows, () => true)].reverse();
    for (const { labels, message } of lines) {
      const key = trackKey(labels);
      const state = after(message, left.get(key));
      if (state) left.set(key, state);
      else left.delete(key);
    }
  }

  /** Reads a source's lines before `seq`, back to the known range or to a line that resets everything. */
  function read(key: string, seq: number): Track {
    const known = tracks.get(key);
    const first = held.at(0)?.seq ?? seq;
    const joins = known && first <= known.until && known.until <= seq && known.seqs.length < MOST_LINES;
    const next = joins ? held.rowAtOrAfter(known.until) : 0;
    const to = held.rowAtOrAfter(seq);
    const from = firstLooked(held, next, noted.known(held, next, to));
    const lines: StyledLine[] = [];
    const before = held.at(from - 1);
    let track: Track =
      joins && from === next
        ? known
        : {
            since: before?.seq ?? -Infinity,
            start: before ? undefined : left.get(key),
            until: seq,
            seqs: [],
            states: [],
          };
    for (const line of noted.in(held, from, to, (labels) => trackKey(labels) === key)) {
      lines.push(line);
      const near = joins && lines.length < NEAR;
      if (near || (lines.length < MOST_LINES && !startsAnew(line.message))) continue;
      track = { since: line.seq, start: undefined, until: seq, seqs: [], states: [] };
      break;
    }
    track.until = seq;
    let state = stateIn(track, Infinity);
    for (const line of lines.reverse()) {
      const then = after(line.message, state);
      if (then !== state) {
        track.seqs.push(line.seq);
        track.states.push(then);
      }
      state = then;
    }
    tracks.set(key, track);
    return track;
  }

  const dispose = stream.observe(changed);
  held = stream.getSnapshot().view;

  return {
    before(item) {
      noted.begin(held);
      if (item.kind !== 'log' || isPlain(held, held.rowAtOrAfter(item.seq))) return undefined;
      const key = trackKey(item.labels);
      const known = tracks.get(key);
      const knows = known !== undefined && known.since < item.seq && item.seq <= known.until;
      return stateIn(knows ? known : read(key, item.seq), item.seq);
    },
    dispose,
  };
}
