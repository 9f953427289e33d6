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
export class Pager<Raw> {
  private known: HistoryState;
  /** Sequence number of the first item of the log, if known. */
  private start: number;
  private loading: Promise<number> | undefined;

  constructor(private readonly parts: PagerParts<Raw>) {
    const { source, intake, buffer } = parts;
    // A stream that was resumed comes after lines that it does not hold.
    this.known = !source.older ? 'unavailable' : intake.reconciler.delivered > 0 ? 'more' : 'unknown';
    this.start = buffer.nextSeq;
  }

  get state(): HistoryState {
    if (this.loading) return 'loading';
    return this.known === 'start' && this.first > this.start ? 'more' : this.known;
  }

  /** Sets whether the server has lines older than the first one received. */
  note(more: boolean): void {
    const known = more ? 'more' : 'start';
    if (!this.parts.source.older || this.known === known) return;
    this.known = known;
    this.parts.changed();
  }

  /** Sequence number of the first item held. It grows when old lines leave the buffer, which can then be loaded again. */
  private get first(): number {
    const { buffer } = this.parts;
    return buffer.view().at(0)?.seq ?? buffer.nextSeq;
  }

  /** Loads one page of older lines; concurrent calls share it. Resolves with the number of lines loaded. */
  async loadOlder(limit: number, signal: AbortSignal | undefined): Promise<number> {
    try {
      if (this.loading) return await this.loading;
    } catch (thrown) {
      // Whoever began to load may have aborted it; this caller has not.
      if (signal?.aborted || (thrown as LogStreamError).kind !== 'aborted') throw thrown;
      return this.loadOlder(limit, signal);
    }
    this.loading = this.load(limit, signal).finally(() => {
      this.loading = undefined;
      this.parts.changed();
    });
    this.parts.changed();
    return this.loading;
  }

  private async load(limit: number, signal: AbortSignal | undefined): Promise<number> {
    const { source, buffer } = this.parts;
    // Such as the event of a click, if this was passed as its handler.
    checkType('limit', limit, 'number');
    // Whole, because a number that was computed from a height may have a fraction.
    const wanted = Math.floor(Math.min(limit, buffer.room));
    if (!source.older || !(wanted > 0)) return 0;
    const { readOlder } = readingBack.here ?? (await readingBack.load());
    return readOlder(this.parts, wanted, signal, (state) => {
      this.known = state;
      if (state === 'start') this.start = this.first;
    });
  }
}
