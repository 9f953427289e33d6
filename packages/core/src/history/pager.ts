/** Loads older lines over the source's REST reads. */
import type { LogSource } from '../backends/source.js';
import type { LogBuffer } from '../buffer/log-buffer.js';
import type { Intake } from '../continuity/intake.js';
import type { LogStreamError } from '../errors.js';
import { checkType } from '../lib/arguments.js';
import type { HistoryState } from '../stream-types.js';
import type { FillGaps } from './fill-gaps.js';
import type { PageReader } from './read-pages.js';
import { readingBack } from './reading-back.js';

export interface PagerParts<Raw> {
  readonly source: LogSource<Raw>;
  readonly buffer: LogBuffer<Raw>;
  readonly intake: Intake<Raw>;
  readonly pages: PageReader<Raw>;
  /** The size limit of one row. */
  readonly bounds: { readonly messageBytes: number };
  /** The stream is connecting or connected. */
  connected(): boolean;
  /** With `history: 0`: the existing lines, which are not shown, are still being read. */
  beginning(): boolean;
  readonly fillGaps: FillGaps;
  changed(): void;
}

/** See the file's head. */
export interface Pager {
  readonly state: HistoryState;
  /** Sets whether the first lines are being read beside an open stream, whose lines wait for them. */
  reading(first: boolean): void;
  /** Sets whether the server has lines older than the first one received. */
  note(more: boolean): void;
  /** Loads one page of older lines; concurrent calls share it. Resolves with the number of lines loaded. */
  loadOlder(limit: number, signal: AbortSignal | undefined): Promise<number>;
}

export function createPager<Raw>(parts: PagerParts<Raw>): Pager {
  const { source, intake, buffer, changed } = parts;
  // A stream that was resumed comes after lines that it does not hold.
  let known: HistoryState = !source.older
    ? 'unavailable'
    : intake.reconciler.delivered > 0
      ? 'more'
      : 'unknown';
  /** Sequence number of the first item of the log, if known. */
  let start = buffer.nextSeq;
  let loading: Promise<number> | undefined;
  let isReadingFirst = false;

  /** Sequence number of the first item held. It grows when old lines leave the buffer, which can then be loaded again. */
  const first = (): number => buffer.view().at(0)?.seq ?? buffer.nextSeq;

  async function load(limit: number, signal: AbortSignal | undefined): Promise<number> {
    // Such as the event of a click, if this was passed as its handler.
    checkType('limit', limit, 'number');
    // Whole, because a number that was computed from a height may have a fraction.
    const wanted = Math.floor(Math.min(limit, buffer.room));
    if (!source.older || !(wanted > 0)) return 0;
    const { readOlder } = readingBack.here ?? (await readingBack.load());
    return readOlder(parts, wanted, signal, (state) => {
      known = state;
      if (state === 'start') start = first();
    });
  }

  async function loadOlder(limit: number, signal: AbortSignal | undefined): Promise<number> {
    try {
      if (loading) return await loading;
    } catch (thrown) {
      // Whoever began to load may have aborted it; this caller has not.
      if (signal?.aborted || (thrown as LogStreamError).kind !== 'aborted') throw thrown;
      return loadOlder(limit, signal);
    }
    loading = load(limit, signal).finally(() => {
      loading = undefined;
      changed();
    });
    changed();
    return loading;
  }

  return {
    get state() {
      if (loading || (isReadingFirst && intake.reconciler.delivered === 0)) return 'loading';
      return known === 'start' && first() > start ? 'more' : known;
    },
    reading(first) {
      if (isReadingFirst === first) return;
      isReadingFirst = first;
      changed();
    },
    note(more) {
      const now = more ? 'more' : 'start';
      if (!source.older || known === now) return;
      known = now;
      changed();
    },
    loadOlder,
  };
}
