/** Loads older lines through the REST reads that the source has. */
import type { LogSource } from '../backends/source.js';
import type { LogBuffer } from '../buffer/log-buffer.js';
import type { Intake } from '../continuity/intake.js';
import type { HistoryState } from '../stream-types.js';
import type { FillGaps } from './fill-gaps.js';
import type { PageReader } from './read-pages.js';
import { readingBack } from './reading-back.js';

export interface PagerParts<Raw> {
  readonly source: LogSource<Raw>;
  readonly buffer: LogBuffer<Raw>;
  readonly intake: Intake<Raw>;
  readonly pages: PageReader<Raw>;
  /** Of one row. */
  readonly bounds: { readonly messageBytes: number };
  /** The stream is on its way to lines, or gets them. */
  connected(): boolean;
  /** What the stream begins with is being read, and not shown: with `history: 0`. */
  beginning(): boolean;
  readonly fillGaps: FillGaps;
  changed(): void;
}

/** See the file's head. */
export class Pager<Raw> {
  private known: HistoryState;
  /** Number of the item with which the log starts, as far as that is known. */
  private start: number;
  private loading: Promise<number> | undefined;

  constructor(private readonly parts: PagerParts<Raw>) {
    this.known = parts.source.older ? 'unknown' : 'unavailable';
    this.start = parts.buffer.nextSeq;
  }

  get state(): HistoryState {
    if (this.loading) return 'loading';
    return this.known === 'start' && this.first > this.start ? 'more' : this.known;
  }

  /** Whether the server holds lines older than the first that came. */
  note(more: boolean): void {
    if (this.parts.source.older) this.known = more ? 'more' : 'start';
  }

  /** Number of the first item that is held: it grows when the oldest leave the buffer, and they can be had again. */
  private get first(): number {
    const { buffer } = this.parts;
    return buffer.view().at(0)?.seq ?? buffer.nextSeq;
  }

  /** Loads one page of older lines; calls that come while one is under way join it. Resolves with how many lines came. */
  loadOlder(limit: number, signal: AbortSignal | undefined): Promise<number> {
    this.loading ??= this.load(limit, signal).finally(() => {
      this.loading = undefined;
      this.parts.changed();
    });
    this.parts.changed();
    return this.loading;
  }

  private async load(limit: number, signal: AbortSignal | undefined): Promise<number> {
    const { source, buffer } = this.parts;
    if (!source.older || buffer.room <= 0) return 0;
    const { readOlder } = readingBack.here ?? (await readingBack.load());
    const wanted = Math.min(limit, buffer.room);
    if (wanted <= 0) return 0;
    return readOlder(this.parts, wanted, signal, (state) => {
      this.known = state;
      if (state === 'start') this.start = this.first;
    });
  }
}
