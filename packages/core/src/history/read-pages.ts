/** Reading a chain of REST pages, with a few patient repetitions of a page that failed for the moment. */
import type { LogSource, Page, PageRequest } from '../backends/source.js';
import { backoffDelay, clampServerDelay } from '../connection/backoff.js';
import { aborted, LogStreamError } from '../errors.js';
import type { DownloadOptions } from '../lib/download.js';
import { downloads } from '../lib/downloads.js';
import { send, type Query, type SendOptions } from '../lib/http.js';
import { sleep } from '../lib/sleep.js';
import type { ResolvedOptions } from '../options.js';

/** Tries a page this often before the chain fails. */
const ATTEMPTS = 4;

/** Milliseconds that a server may take to open a large file, unless the stream has a limit of its own. */
const DOWNLOAD_SILENCE = 60_000;

/** How a chain is read. */
export interface ReadOptions {
  /**
   * Somebody waits for the answer, or will ask again by himself: a server that cannot be reached, or is silent, at the first page
   * is told at once. Default: as patient with that page as with the others.
   */
  readonly eager?: boolean;
  /** With `eager`: he also waits as long as a server asks to, and says so. */
  readonly waits?: boolean;
}

/** Reads pages for one source. */
export interface PageReader<Raw> {
  /** One page. Rejects with a {@link LogStreamError}. */
  read(request: PageRequest<Raw>, signal: AbortSignal | undefined): Promise<Page<Raw>>;
  /** Page after page until there is no next one or `onPage` answers false. Temporary failures are tried again, 4 times a page. */
  readAll(
    first: PageRequest<Raw>,
    signal: AbortSignal | undefined,
    onPage: (page: Page<Raw>) => boolean | void,
    options?: ReadOptions,
  ): Promise<void>;
  /** The pieces of a text, without repetition: what was taken cannot be taken back. */
  download(
    request: Pick<Query<unknown>, 'url' | 'token'>,
    signal: AbortSignal | undefined,
    take: Pick<DownloadOptions, 'onChunk' | 'onProgress'>,
  ): Promise<void>;
}

/** @param onActivity Called for every piece of an answer: whatever else is silent, the server is alive. */
export function createPageReader<Raw>(
  source: LogSource<Raw>,
  options: ResolvedOptions,
  onActivity?: () => void,
): PageReader<Raw> {
  const sending = (signal: AbortSignal | undefined): SendOptions => ({
    fetch: options.fetch,
    token: source.token,
    signal,
    clock: options.clock,
    ...(onActivity ? { onActivity } : {}),
    ...(options.stallTimeout === undefined ? {} : { timeout: options.stallTimeout }),
  });
  const read = (request: PageRequest<Raw>, signal: AbortSignal | undefined): Promise<Page<Raw>> =>
    send(request, sending(signal));

  async function patiently(
    request: PageRequest<Raw>,
    signal: AbortSignal | undefined,
    { eager = false, waits = false }: ReadOptions,
  ): Promise<Page<Raw>> {
    for (let failures = 1; ; failures++) {
      try {
        return await read(request, signal);
      } catch (thrown) {
        if (!(thrown instanceof LogStreamError) || !thrown.retryable || failures >= ATTEMPTS) throw thrown;
        if (eager && (thrown.kind === 'network' || thrown.kind === 'timeout')) throw thrown;
        if (waits && thrown.retryAfter !== undefined) throw thrown;
        const asked = thrown.retryAfter === undefined ? 0 : clampServerDelay(thrown.retryAfter);
        await sleep(
          Math.max(asked, backoffDelay(failures, options.backoff, options.random)),
          options.clock,
          signal,
        );
      }
    }
  }

  return {
    read,
    async readAll(first, signal, onPage, how = {}) {
      let request: PageRequest<Raw> | undefined = first;
      while (request) {
        const page: Page<Raw> = await patiently(request, signal, request === first ? how : {});
        if (signal?.aborted) throw aborted();
        if (onPage(page) === false) return;
        request = page.next;
      }
    },
    async download(request, signal, take) {
      const { sendDownload } = await downloads.load();
      await sendDownload(request, { timeout: DOWNLOAD_SILENCE, ...sending(signal), ...take });
    },
  };
}
