import { open, rename, rm } from 'node:fs/promises';
import { drained } from './drained.js';
import type { Output } from './io.js';

/** Where a download goes. */
export interface ByteTarget {
  /** Bytes written so far. */
  readonly written: number;
  /** The first error in writing, as opposed to one of the server. */
  readonly failure: Error | undefined;
  write(chunk: Uint8Array): Promise<void>;
  /** Everything has been written: a file gets its final name. */
  finish(path: string): Promise<void>;
  /** Gives up and leaves no file behind. */
  abandon(): Promise<void>;
}

/** A file that is either complete or absent: it grows under `temporaryPath` and is renamed at the end. */
export async function createFileTarget(temporaryPath: string): Promise<ByteTarget> {
  const file = await open(temporaryPath, 'w');
  let written = 0;
  let failure: Error | undefined;
  return {
    get written() {
      return written;
    },
    get failure() {
      return failure;
    },
    async write(chunk) {
      try {
        await file.writeFile(chunk);
        written += chunk.byteLength;
      } catch (thrown) {
        failure = thrown instanceof Error ? thrown : new Error(String(thrown));
        throw failure;
      }
    },
    async finish(path) {
      await file.close();
      await rename(temporaryPath, path);
    },
    async abandon() {
      await file.close();
      await rm(temporaryPath, { force: true });
    },
  };
}

/** Stdout, at its reader's pace, until `signal` fires. Once the reader has gone, `write` fails with `EPIPE`. */
export function createOutputTarget(output: Output, signal: AbortSignal): ByteTarget {
  let written = 0;
  let failure: Error | undefined;
  output.on('error', (error) => (failure ??= error));
  return {
    get written() {
      return written;
    },
    get failure() {
      return failure;
    },
    async write(chunk) {
      if (failure === undefined && !output.write(chunk)) await drained(output, signal);
      if (failure !== undefined) throw failure;
      written += chunk.byteLength;
    },
    finish: () => Promise.resolve(),
    abandon: () => Promise.resolve(),
  };
}
