/** Reads chains of REST pages into the intake, and reports rows that could not be decoded. */
import type { Page, PageRequest } from '../backends/source.js';
import type { Intake } from '../continuity/intake.js';
import type { GapReason } from '../entry.js';
import { LogStreamError } from '../errors.js';
import type { Chain, PageReader, ReadOptions } from '../history/read-pages.js';
import type { Beginning } from './beginning.js';

/** For reads on behalf of the connection, which retries and reports failures itself. */
export const EAGER: ReadOptions = { eager: true, waits: true };

export interface ChainReaderParts<Raw> {
  readonly intake: Intake<Raw>;
  readonly pages: Pick<PageReader<Raw>, 'readAll'>;
  error(error: LogStreamError): void;
}

export interface ChainOptions<Raw> extends ReadOptions {
  /** Its rows arrive live, as those of a poll do. */
  readonly isNews?: boolean;
  /** It reads this many lines to begin with, or all that the server has. */
  readonly wanted?: number | undefined;
  /** A page was stored. False: that is enough. */
  readonly onPage?: (page: Page<Raw>) => boolean | void;
}

export interface ChainReader<Raw> {
  read(request: PageRequest<Raw>, signal: AbortSignal, options?: ChainOptions<Raw>): Promise<Chain>;
  /**
   * Why lines are missing before those that were read, if they are: we had seen an empty log, and now the server has `more` lines than came.
   */
  missesStart(more: boolean | undefined): GapReason | undefined;
  /** A payload that should have been a line could not be read. */
  malformed(payload: { readonly reason: string; readonly data: string }): void;
}

export function createChainReader<Raw>(
  { intake, pages, error }: ChainReaderParts<Raw>,
  beginning: Beginning,
): ChainReader<Raw> {
  function malformed({ reason, data }: { readonly reason: string; readonly data: string }): void {
    intake.malformed();
    error(
      new LogStreamError(
        'malformed',
        `A payload could not be read (${reason}) and was left out. How it begins is the \`cause\`.`,
        // A message goes to traces, and to where a page's errors are collected; a line of the log has no business there.
        { cause: data.slice(0, 120) },
      ),
    );
  }

  function missesStart(more: boolean | undefined): GapReason | undefined {
    if (!more || !beginning.established || beginning.isOver) return undefined;
    intake.reconciler.beginsHere(false);
    return 'evicted';
  }

  return {
    read: (request, signal, { isNews = false, wanted = 0, onPage, ...how } = {}) =>
      pages.readAll(
        request,
        signal,
        (page, received) => {
          page.malformed.forEach(malformed);
          const expectOverlap = missesStart(page.truncated);
          if (expectOverlap) intake.reconciler.begin({ expectOverlap });
          // Known before its rows are stored: if nothing precedes them, what was replayed and precedes them has been lost by the server meanwhile.
          if (received === page.lines.length && wanted > 0) {
            const count = page.total ?? (page.next ? Infinity : page.lines.length);
            intake.reconciler.beginsHere(!page.truncated && count < wanted);
          }
          intake.asNews(isNews, () => intake.storeRows(page.lines));
          return onPage?.(page);
        },
        how,
      ),
    missesStart,
    malformed,
  };
}
