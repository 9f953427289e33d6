/** The last resort of a gap: the server's whole log as text, read once from its beginning to its end. */
import type { DecodedLine } from '../entry.js';
import { LogStreamError } from '../errors.js';
import { LineCutter } from '../lib/line-cutter.js';
import { DownloadAlignment, type GapTexts, type Stretch, type StretchBounds } from './align-download.js';

/** A file larger than this is left to the person who wants it. Bytes. */
export const DOWNLOAD_BYTES = 128 * 1024 * 1024;

/** What is read of a download. */
export interface DownloadBounds extends StretchBounds {
  /** UTF-16 units of a line; a longer one stands for a payload that the stream does not take either. */
  readonly line: number;
}

/** What it gave. */
export interface DownloadStretch<Raw> extends Stretch<DecodedLine<Raw>> {
  /** Length of a line over the cap, as far as it was read. */
  sizeOf(line: DecodedLine<Raw>): number | undefined;
}

/** How a download is read. */
export interface DownloadReader<Raw> {
  /** Hands on the pieces until the text is at its end or the answer is false. */
  pieces(take: {
    readonly onChunk: (chunk: Uint8Array) => boolean;
    readonly onProgress: (progress: { readonly total?: number }) => void;
  }): Promise<void>;
  line(text: string): DecodedLine<Raw>;
}

/**
 * Reads the download and finds in it what the gap hides; undefined where it does not say so for certain, where there is no such
 * file, or where it is too large. It is read to its end: what stands around the gap must not stand anywhere else.
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
