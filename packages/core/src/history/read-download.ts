/** The last resort for a gap: the server's whole log as text, read from beginning to end. */
import type { DecodedLine } from '../entry.js';
import { LogStreamError } from '../errors.js';
import { LineCutter } from '../lib/line-cutter.js';
import { DownloadAlignment, type GapTexts, type Stretch, type StretchBounds } from './align-download.js';

/** Files larger than this many bytes are not read. */
export const DOWNLOAD_BYTES = 128 * 1024 * 1024;

/** Limits for reading a download. */
export interface DownloadBounds extends StretchBounds {
  /** Maximum UTF-16 units of a line; the stream does not accept longer payloads either. */
  readonly line: number;
}

/** The lines found in a download. */
export interface DownloadStretch<Raw> extends Stretch<DecodedLine<Raw>> {
  /** Length of an oversized line, as far as it was read. */
  sizeOf(line: DecodedLine<Raw>): number | undefined;
}

/** What is needed to read a download. */
export interface DownloadReader<Raw> {
  /** Passes the chunks to `take` until the text ends or `take` returns false. */
  pieces(take: {
    readonly onChunk: (chunk: Uint8Array) => boolean;
    readonly onProgress: (progress: { readonly total?: number }) => void;
  }): Promise<void>;
  line(text: string): DecodedLine<Raw>;
}

/**
 * Reads the download and finds the missing lines of a gap in it; undefined if they are not certain, if there is no such
 * file, or if it is too large. It is read to its end, because the lines around the gap must not occur anywhere else.
 */
export async function readDownload<Raw>(
  reader: DownloadReader<Raw>,
  sides: GapTexts,
  bounds: DownloadBounds,
  total: number | undefined,
): Promise<DownloadStretch<Raw> | undefined> {
  const alignment = new DownloadAlignment<DecodedLine<Raw>>(sides, bounds);
  const cutter = new LineCutter(bounds.line);
  let loaded = 0;
  let hopeless = false;
  const tooLong = new WeakMap<DecodedLine, number>();
  const take = (lines: readonly string[]): boolean =>
    lines.every((text) => {
      const line = reader.line(text);
      if (text.length > bounds.line) tooLong.set(line, text.length);
      return alignment.push(line);
    });
  try {
    await reader.pieces({
      onChunk(chunk) {
        loaded += chunk.byteLength;
        hopeless ||= loaded > DOWNLOAD_BYTES || !take(cutter.push(chunk));
        return !hopeless;
      },
      onProgress({ total: bytes }) {
        hopeless ||= bytes !== undefined && bytes > DOWNLOAD_BYTES;
      },
    });
  } catch (thrown) {
    if (thrown instanceof LogStreamError && (thrown.kind === 'not-found' || thrown.kind === 'gone'))
      return undefined;
    throw thrown;
  }
  if (hopeless || !take(cutter.end())) return undefined;
  const found = alignment.end(total);
  return found && { ...found, sizeOf: (line) => tooLong.get(line) };
}
