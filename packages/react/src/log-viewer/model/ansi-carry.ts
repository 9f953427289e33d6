/**
 * The style a line begins with: a colour that an earlier line set and did not take back goes on, as in a terminal.
 * Each source of lines (step, task, service, stdout or stderr) is a terminal of its own. Nothing is read before somebody asks: then
 * the lines before the one that is asked about are, backwards, up to one that takes back all there was; what was read is kept. A link
 * ends with its line, though in a terminal it would not: else one line could make a link of every line after it.
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
import { firstFrom, NotedLines } from './noted-lines.js';
import { endsPlain, type StyledLine } from './styled-lines.js';

/** Looks up the style at the start of a line. */
export interface AnsiCarry {
  /** The state before the line; undefined: a plain start. */
  before(item: LogItem): AnsiState | undefined;
  /** Stops reading. */
  dispose(): void;
}

/** What is known of a source: how it stands after each of its lines that change it, from one line on to another. */
interface Track {
  /** Lines after this one, with the state before them … */
  readonly since: number;
  readonly start: AnsiState | undefined;
  /** … up to before this one are known. */
  until: number;
  readonly seqs: number[];
  readonly states: (AnsiState | undefined)[];
}

const SOURCE_LABELS = ['job_run_id', 'task_run_id', 'task_name', 'step_name', 'service', 'stream'] as const;
/** Lines that a track knows before it begins anew, and styled lines that are read at once: what was before them is taken for plain. */
const MOST_LINES = 10_000;

/** Styled lines after what is known for which it is not given up. */
const NEAR = 10;

type Labels = Readonly<Record<string, string>>;

let lastLabels: Labels | undefined;
let lastKey = '';

/** Neighbouring lines mostly share their labels. */
function trackKey(labels: Labels): string {
  if (labels !== lastLabels) {
    lastKey = SOURCE_LABELS.map((name) => labels[name] ?? '').join('\u0000');
    lastLabels = labels;
  }
  return lastKey;
}

const LOUD_COLOR = { kind: 'rgb', r: 1, g: 2, b: 3 } as const;
/** Everything at once: what a line leaves of it, it does not set itself. */
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

/** Whether a line leaves the same to the next whatever was before it. */
function startsAnew(message: string): boolean {
  const styles = [undefined, LOUD].map((before) =>
    Object.entries(after(message, before)?.style ?? {}).sort(),
  );
  return JSON.stringify(styles[0]) === JSON.stringify(styles[1]);
}

function stateIn({ seqs, states, start }: Track, seq: number): AnsiState | undefined {
  const at = firstFrom(seqs, seq) - 1;
  return at < 0 ? start : states[at];
}

/** Reads a stream; see the file's head. */
export function createAnsiCarry(stream: Observable): AnsiCarry {
  const tracks = new Map<string, Track>();
  /** How lines that are held no more left their sources. */
  const left = new Map<string, AnsiState>();
  const noted = new NotedLines();
  let held: LogView;

  function changed(change: BufferChange, view: LogView): void {
    const gone = held;
    held = view;
    if (change.replaced || change.cleared) tracks.clear();
    const first = view.at(0);
    const newest = gone.at(gone.length - 1);
    const missed = first !== undefined && newest !== undefined && first.seq > newest.seq + 1;
    // Of lines that nobody saw, one may have ended what the last that was seen left behind.
    if (change.cleared || missed) left.clear();
    else if (first && (change.evicted > 0 || change.replaced)) leave(gone, gone.rowAtOrAfter(first.seq));
    if (change.replaced || change.cleared) noted.forget();
    else {
      if (first) noted.dropBefore(first.seq);
      noted.note(change.appended);
    }
    if (change.cleared) return;
    const last = gone.at(0);
    // Older lines go before all that was known of those before them.
    if (first && last && first.seq < last.seq) {
      tracks.clear();
      left.clear();
    }
  }

  /** No line up to this row leaves a style behind: nearly always, and then nothing has to be read. */
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

  /** What is known of a source up to before `seq`, once the lines back to what was known or to a new start are read. */
  function read(key: string, seq: number): Track {
    const known = tracks.get(key);
    const first = held.at(0)?.seq ?? seq;
    const joins = known && first <= known.until && known.until <= seq && known.seqs.length < MOST_LINES;
    const from = joins ? held.rowAtOrAfter(known.until) : 0;
    const lines: StyledLine[] = [];
    let track = joins
      ? known
      : { since: Number.NEGATIVE_INFINITY, start: left.get(key), until: seq, seqs: [], states: [] };
    for (const line of noted.in(held, from, held.rowAtOrAfter(seq), (labels) => trackKey(labels) === key)) {
      lines.push(line);
      const near = joins && lines.length < NEAR;
      if (near || (lines.length < MOST_LINES && !startsAnew(line.message))) continue;
      track = { since: line.seq, start: undefined, until: seq, seqs: [], states: [] };
      break;
    }
    track.until = seq;
    let state = stateIn(track, Number.POSITIVE_INFINITY);
    for (const line of lines.reverse()) {
      const next = after(line.message, state);
      if (next !== state) {
        track.seqs.push(line.seq);
        track.states.push(next);
      }
      state = next;
    }
    tracks.set(key, track);
    return track;
  }

  const dispose = stream.observe(changed);
  held = stream.getSnapshot().view;

  return {
    before(item) {
      if (item.kind !== 'log' || isPlain(held, held.rowAtOrAfter(item.seq))) return undefined;
      const key = trackKey(item.labels);
      const known = tracks.get(key);
      const knows = known !== undefined && known.since < item.seq && item.seq <= known.until;
      return stateIn(knows ? known : read(key, item.seq), item.seq);
    },
    dispose,
  };
}
