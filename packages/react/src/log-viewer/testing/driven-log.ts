/** A stream that is driven by hand, and beside it in plain words what it has delivered and still holds. */
import { createLogFeed, createLogStream, type LogStream } from '@tailrace/core';
import type { MadeLine } from './random-lines.js';
import { stageStream } from './staged-stream.js';

/** A line or a gap of the log, with its place in it. */
export type Item =
  | { readonly kind: 'line'; readonly seq: number; readonly made: MadeLine }
  | { readonly kind: 'gap'; readonly seq: number; readonly missing: number | undefined };

/** Answers what a viewer asks for with how many lines came. */
export interface Server {
  readonly older: () => Promise<number>;
  /** Those of a gap. */
  readonly fill: (seq: number) => Promise<number>;
}

/** What a test does with it, and what it must then see. */
export interface DrivenLog {
  readonly stream: LogStream;
  /** What the buffer let go, in order. */
  readonly gone: readonly Item[];
  /** What is held, in order. */
  readonly held: readonly Item[];
  append(lines: readonly MadeLine[]): void;
  /** Lines that were delivered come once more. */
  repeat(): void;
  appendGap(missing: number | undefined): void;
  /** Fills a gap with as many lines as are missing, where they have room. Answers how many came. */
  fill(seq: number, lines: readonly MadeLine[]): number;
  /** Adds older lines, where they have room and nothing was let go. Answers how many came. */
  prepend(lines: readonly MadeLine[]): number;
  /** From now on it is this that a viewer asks. */
  askServer(server: Server): void;
  /** Tells what a server has of older lines. */
  tellHistory(history: 'more' | 'loading' | 'start'): void;
  clear(): void;
  /** Ends the log: nothing can be appended any more. */
  end(): void;
  readonly ended: boolean;
}

const numbered = (lines: readonly MadeLine[], from: number): readonly Item[] =>
  lines.map((made, index) => ({ kind: 'line', seq: from + index, made }));
const written = (lines: readonly MadeLine[]) => lines.map(({ line }) => line);

/** One on a stage that holds so many items: everything can happen to it. */
export function driveStage(capacity: number): DrivenLog {
  const stream = stageStream([], capacity);
  let gone: readonly Item[] = [];
  let held: readonly Item[] = [];
  let next = 0;
  let cleared = false;
  let ended = false;
  const add = (items: readonly Item[]): void => {
    const all = [...held, ...items];
    const evicted = Math.max(0, all.length - capacity);
    gone = [...gone, ...all.slice(0, evicted)];
    held = all.slice(evicted);
  };

  return {
    stream,
    get gone() {
      return gone;
    },
    get held() {
      return held;
    },
    append(lines) {
      add(numbered(lines, next));
      next += lines.length;
      stream.append(written(lines));
    },
    repeat: () => undefined,
    appendGap(missing) {
      add([{ kind: 'gap', seq: next, missing }]);
      next += Math.max(1, missing ?? 1);
      stream.appendGap({ reason: 'outage', ...(missing === undefined ? {} : { missing }) });
    },
    fill(seq, lines) {
      if (held.length + lines.length > capacity) return 0;
      held = held.flatMap((item) => (item.seq === seq ? numbered(lines, seq) : [item]));
      stream.fillGap(seq, written(lines));
      return lines.length;
    },
    prepend(lines) {
      const first = held[0];
      if (cleared || !first || gone.length > 0 || held.length + lines.length > capacity) return 0;
      held = [...numbered(lines, first.seq - lines.length), ...held];
      stream.prepend(written(lines));
      return lines.length;
    },
    askServer(server) {
      stream.loadOlder = server.older;
      stream.fill = server.fill;
    },
    tellHistory: (history) => stream.stage({ history }),
    clear() {
      held = gone = [];
      cleared = true;
    },
    end() {
      ended = true;
      stream.stage({ status: 'complete' });
    },
    get ended() {
      return ended;
    },
  };
}

let feeds = 0;

/** A real stream of a feed, which packs its lines and can be paused. What it delivers is taken from its events. */
export function driveFeed(bufferLines: number, name = `log ${(feeds += 1)}`): DrivenLog {
  const feed = createLogFeed();
  const stream = createLogStream(feed, { bufferLines });
  const made = new Map<unknown, MadeLine>();
  let fed: readonly MadeLine[] = [];
  let told: readonly Item[] = [];
  let ids = 0;
  const write = (lines: readonly MadeLine[]): void =>
    feed.append(
      lines.map((each) => {
        const line = { ...each.line, id: `${name} line ${ids++}` };
        made.set(line.id, each);
        return line;
      }),
    );
  stream.on('entries', (entries) => {
    told = [
      ...told,
      ...entries.map(({ seq, id }): Item => ({ kind: 'line', seq, made: made.get(id) as MadeLine })),
    ];
  });
  stream.on('gap', ({ seq, missing }) => {
    // It may stand for lines that were told, and came and went while the stream was paused.
    const before = told.filter((item) => item.seq < seq);
    const after = told.filter((item) => item.seq >= seq + (missing ?? 1));
    told = [...before, { kind: 'gap', seq, missing }, ...after];
  });
  /** From the first item on that is shown to the last one: a paused stream shows less than it has. */
  const shown = (): readonly [number, number] => {
    const { view } = stream.getSnapshot();
    return [view.at(0)?.seq ?? Infinity, view.at(view.length - 1)?.seq ?? -Infinity];
  };

  return {
    stream,
    get gone() {
      const [first] = shown();
      return told.filter(({ seq }) => seq < first);
    },
    get held() {
      const [first, last] = shown();
      const { view } = stream.getSnapshot();
      return told.filter(
        ({ kind, seq }) => seq >= first && seq <= last && (kind === 'line' || view.rowOf(seq) >= 0),
      );
    },
    append(lines) {
      fed = lines;
      write(lines);
    },
    repeat() {
      if (feed.completed) return;
      ids -= fed.length;
      write(fed);
    },
    appendGap: () => undefined,
    fill: () => 0,
    prepend: () => 0,
    askServer: () => undefined,
    tellHistory: () => undefined,
    clear() {
      told = [];
    },
    end: () => feed.complete(),
    get ended() {
      return feed.completed;
    },
  };
}
