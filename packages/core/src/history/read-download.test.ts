import { describe, expect, it } from 'vitest';
import type { DecodedLine } from '../entry.js';
import { LogStreamError } from '../errors.js';
import { DOWNLOAD_BYTES, readDownload, type DownloadReader } from './read-download.js';

const BOUNDS = { lines: 100, units: 10_000, line: 1_000 };
const SIDES = { before: ['a'], after: ['d'] };
const WHOLE = new TextEncoder().encode('a\nb\nc\nd\n');

const line = (message: string): DecodedLine<string> => ({ message, level: 'info', labels: {}, raw: message });

/** Reads a file whose pieces are passed on by `pieces`. */
async function read(pieces: DownloadReader<string>['pieces']): Promise<readonly string[] | undefined> {
  const found = await readDownload({ pieces, line }, SIDES, BOUNDS, undefined);
  return found?.lines.map(({ message }) => message);
}

describe('the whole log as a file', () => {
  it('gives the lines of the gap, up to the size that is read', async () => {
    const found = await read(async ({ onChunk, onProgress }) => {
      onChunk(WHOLE);
      onProgress({ total: DOWNLOAD_BYTES });
    });
    expect(found).toEqual(['b', 'c']);
  });

  it('is not read if the server says that it is larger', async () => {
    const found = await read(async ({ onChunk, onProgress }) => {
      expect(onChunk(WHOLE)).toBe(true);
      onProgress({ total: DOWNLOAD_BYTES + 1 });
      expect(onChunk(new Uint8Array(1))).toBe(false);
    });
    expect(found).toBeUndefined();
  });

  it('is given up once it is larger, because the lines around the gap could stand in the rest of it as well', async () => {
    const found = await read(async ({ onChunk }) => {
      expect(onChunk(WHOLE)).toBe(true);
      expect(onChunk(new Uint8Array(DOWNLOAD_BYTES))).toBe(false);
    });
    expect(found).toBeUndefined();
  });

  it.each(['not-found', 'gone'] as const)('may be missing (%s), which is no error', async (kind) => {
    expect(await read(() => Promise.reject(new LogStreamError(kind, 'no file')))).toBeUndefined();
  });

  it('says why it could not be read', async () => {
    const thrown = new LogStreamError('server', 'broken');
    await expect(read(() => Promise.reject(thrown))).rejects.toBe(thrown);
  });
});
