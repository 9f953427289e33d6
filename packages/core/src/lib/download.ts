/** Reads a text response completely. A chunk of its own, see `downloads.ts`. */
import { unexpected } from './http-errors.js';
import { ANY_TEXT, discard, request, type Query, type SendOptions } from './http.js';

/** The progress of a download. */
export interface DownloadProgress {
  /** Bytes read so far. */
  readonly loaded: number;
  /** Bytes in total, if the server says so. */
  readonly total?: number;
}

/** Options of a download. */
export interface DownloadOptions extends SendOptions {
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /**
   * Receives each chunk as it arrives, instead of collecting them: `bytes` stays empty. The next chunk is read once the returned promise
   * has settled. Return `false` to end the download early.
   */
  readonly onChunk?: ((chunk: Uint8Array) => void | boolean | Promise<void | boolean>) | undefined;
}

/** A downloaded text. */
export interface Downloaded {
  readonly bytes: Uint8Array;
  readonly filename: string | undefined;
}

/**
 * Reads a text response completely and reports progress. Throws a {@link LogStreamError}. Without `timeout` it waits for a silent server
 * forever: use the signal.
 */
export function sendDownload(
  query: Pick<Query<unknown>, 'url' | 'token'>,
  options: DownloadOptions,
): Promise<Downloaded> {
  const patient = { timeout: Infinity, ...options };
  return request<Downloaded>(query, patient, ANY_TEXT, async (response, alive) => {
    const { headers } = response;
    const length = Number(headers.get('content-length'));
    const total = length > 0 && !headers.get('content-encoding') ? { total: length } : {};
    const chunks: Uint8Array[] = [];
    let loaded = 0;
    const reader = response.body?.getReader();
    while (reader) {
      const { done, value } = await reader.read();
      if (done || !value) break;
      alive();
      if (loaded === 0 && isPage(response, value)) {
        discard(reader);
        throw unexpected(query.url, 'a web page', 'a log', { status: response.status });
      }
      loaded += value.byteLength;
      if (!options.onChunk) chunks.push(value);
      else if ((await options.onChunk(value)) === false) {
        await reader.cancel();
        break;
      }
      options.onProgress?.({ loaded, ...total });
    }
    const bytes = new Uint8Array(options.onChunk ? 0 : loaded);
    let offset = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return { bytes, filename: dispositionFilename(headers.get('content-disposition')) };
  });
}

/** Both are asked, because some servers call every text HTML. */
function isPage({ headers }: Response, begins: Uint8Array): boolean {
  return (
    /^text\/html/i.test(headers.get('content-type') ?? '') &&
    /^\s*<(!doctype|html)/i.test(new TextDecoder().decode(begins.subarray(0, 99)))
  );
}

/**
 * The file name in a `Content-Disposition` header, by RFC 6266: `filename*` has every character, `filename` may be a poor copy of it. A folder
 * before it, leading dots and control characters are left out: the server may be hostile.
 */
function dispositionFilename(header: string | null): string | undefined {
  const text = header ?? '';
  const [, full] = /filename\*\s*=\s*(?:[^';]*'[^']*')?([^\s;"]+)/i.exec(text) ?? [];
  const [, quoted, bare] = /filename\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(text) ?? [];
  let name = full ?? quoted ?? bare ?? '';
  try {
    name = decodeURIComponent(name);
  } catch {
    // A stray % is not an encoding, so the name is used as it is.
  }
  return name.replace(/^(.*[\\/])?\.*|[\0-\x1f\x7f]/gs, '') || undefined;
}
