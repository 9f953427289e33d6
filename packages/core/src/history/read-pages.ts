/** Reads a chain of REST pages, and retries a page a few times after temporary failures. */
import type { LogSource, Page, PageRequest } from '../backends/source.js';
import { backoffDelay, clampServerDelay } from '../connection/backoff.js';
import { aborted, LogStreamError } from '../errors.js';
import type { DownloadOptions } from '../lib/download.js';
import { downloads } from '../lib/downloads.js';
import { send, type Query, type SendOptions } from '../lib/http.js';
import { sleep } from '../lib/sleep.js';
import type { ResolvedOptions } from '../options.js';

/** Number of attempts for a page before the chain fails. */
const ATTEMPTS = 4;

/** Milliseconds that a server may take to open a large file, unless the stream sets its own limit. */
const DOWNLOAD_SILENCE = 60_000;

/** How a chain is read. */
export interface ReadOptions {
  /**
   * The caller waits for the result, or will retry by itself: if the server cannot be reached, or is silent, at the first page,
   * the read fails at once. Default: the first page is retried like the others.
   */
  readonly eager?: boolean;
  /**
   * With `eager`: the first page is part of an attempt to connect and may take `connectTimeout`; the caller also handles the delay that a
   * server asks for, and reports it.
   */
  readonly waits?: boolean;
  /** Live lines wait for it: a server that is silent at the first page is not asked again. */
  readonly beside?: boolean;
}

/** What a chain of pages brought. */
export interface Chain {
  readonly received: number;
  /** Number of lines in the log, if the server says so. */
  readonly total: number | undefined;
  /** The server holds lines that did not come. */
  readonly more: boolean;
}

/** Reads pages for one source. */
export interface PageReader<Raw> {
  /** One page. Rejects with a {@link LogStreamError}. */
  read(request: PageRequest<Raw>, signal: AbortSignal | undefined): Promise<Page<Raw>>;
  /**
   * Reads pages until there is no next one or `onPage` returns false; `received` includes the lines of the page. After temporary failures a
   * page is tried up to 4 times.
   */
  readAll(
    first: PageRequest<Raw>,
    signal: AbortSignal | undefined,
    onPage: (page: Page<Raw>, received: number) => boolean | void,
    options?: ReadOptions,
  ): Promise<Chain>;
  /** Reads a text in chunks. It is not retried, because chunks that were taken cannot be taken back. */
  download(
    request: Pick<Query<unknown>, 'url' | 'token'>,
    signal: AbortSignal | undefined,
    take: Pick<DownloadOptions, 'onChunk' | 'onProgress'>,
  ): Promise<void>;
}

/** @param onActivity Called for every chunk of a response, as a sign that the server is alive. */
export function createPageReader<Raw>(
  source: LogSource<Raw>,
  options: ResolvedOptions,
  onActivity?: () => void,
): PageReader<Raw> {
  const sending = (signal: AbortSignal | undefined, timeout = options.stallTimeout): SendOptions => ({
    fetch: options.fetch,
    token: source.token,
    signal,
    clock: options.clock,
    onActivity,
    timeout,
  });
  const read = (
    request: PageRequest<Raw>,
    signal: AbortSignal | undefined,
    timeout?: number,
  ): Promise<Page<Raw>> => send(request, sending(signal, timeout));

  async function patiently(
    request: PageRequest<Raw>,
    signal: AbortSignal | undefined,
    { eager = false, waits = false, beside = false }: ReadOptions,
  ): Promise<Page<Raw>> {
    for (let failures = 1; ; failures++) {
      try {
        return await read(request, signal, waits ? options.connectTimeout : undefined);
      } catch (thrown) {
        if (!(thrown instanceof LogStreamError) || !thrown.retryable || failures >= ATTEMPTS) throw thrown;
        if ((eager && thrown.kind === 'network') || ((eager || beside) && thrown.kind === 'timeout'))
          throw thrown;
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
      let received = 0;
      let total: number | undefined;
      let truncated = false;
      while (request) {
        const page: Page<Raw> = await patiently(request, signal, request === first ? how : {});
        if (signal?.aborted) throw aborted();
        received += page.lines.length;
        total = page.total ?? total;
        truncated ||= page.truncated === true;
        request = onPage(page, received) === false ? undefined : page.next;
      }
      return { received, total, more: truncated || (total ?? 0) > received };
    },
    async download(request, signal, take) {
      const { sendDownload } = await downloads.load();
      await sendDownload(request, { ...sending(signal, options.stallTimeout ?? DOWNLOAD_SILENCE), ...take });
    },
  };
}
