import { open, rename, rm } from 'node:fs/promises';
import type { Output } from './io.js';

/** Where a download goes. */
export interface ByteTarget {
  /** Bytes taken so far. */
  readonly written: number;
  /** The first thing that went wrong here, as opposed to at the server. */
  readonly failure: Error | undefined;
  write(chunk: Uint8Array): Promise<void>;
  /** All is there; a file gets its name now. */
  finish(path: string): Promise<void>;
  /** Nothing is left behind. */
  abandon(): Promise<void>;
}

/** A file that is complete or not there: it grows under `temporaryPath` and is renamed at the end. */
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

/** Stdout, at its reader's pace. A reader that goes away makes `write` fail with `EPIPE`. */
export function createOutputTarget(output: Output): ByteTarget {
  let written = 0;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  output.on('error', (error) => {
    failure ??= error;
    wake?.();
  });
  output.on('drain', () => wake?.());
  return {
    get written() {
      return written;
    },
    get failure() {
      return failure;
    },
    async write(chunk) {
      if (failure === undefined && !output.write(chunk))
        await new Promise<void>((resolve) => (wake = resolve));
      wake = undefined;
      if (failure !== undefined) throw failure;
      written += chunk.byteLength;
    },
    finish: () => Promise.resolve(),
    abandon: () => Promise.resolve(),
  };
}
