import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { systemClock } from '../lib/clock.js';
import type { Clock } from '../lib/clock.js';
import { messageOf } from '../lib/message-of.js';
import type { Run } from '../store/run.js';
import type { Store } from '../store/store.js';
import { createCaptureRun } from './capture-run.js';
import { lineLevel } from './line-level.js';
import { createLineSplitter } from './line-splitter.js';

/** Options of {@link captureFile}. */
export interface CaptureFileOptions {
  /** The run's id. Default: the file's base name. */
  readonly id?: string;
  /** For people. Default: the path. */
  readonly title?: string;
  /** File in which all lines are kept. Default: the store's own file, or a temporary one that is deleted with the store. */
  readonly file?: string;
  /** Milliseconds between two checks of the file. Default 200. */
  readonly poll?: number;
  readonly clock?: Clock;
}

/** A file whose lines are being captured. */
export interface CapturedFile {
  readonly run: Run;
  /** Resolves when everything that is in the file now has been added to the run. */
  settle(): Promise<void>;
  /** Reads the file once more, closes it and completes the run. */
  stop(): Promise<void>;
}

const chunkSize = 256 * 1024;
/** Bytes of the file's beginning that are remembered, to tell a rewritten file from one that grew. */
const headSize = 256;

/**
 * Follows a growing file and captures its lines as a run, existing lines first. It handles rotation (the old file is
 * read to its end, then the new one from its beginning), truncation and rewriting (the file is read again from the beginning), and
 * a file that does not exist yet or for a while. A last line without a newline is held until the rest of it is written.
 */
export function captureFile(store: Store, path: string, options: CaptureFileOptions = {}): CapturedFile {
  const { poll = 200, clock = systemClock } = options;
  const init = { id: options.id ?? basename(path), title: options.title ?? path, kind: 'file' } as const;
  const run = createCaptureRun(store, init, options.file);
  const follower = createFollower(path, run);
  let stopped = false;
  let undo: () => void = () => undefined;
  let failure: string | undefined;
  let working: Promise<void> | undefined;

  const readOnce = (): Promise<void> => {
    working ??= follower
      .read()
      .then(
        () => {
          failure = undefined;
        },
        (error: unknown) => {
          // A failure that persists is reported once.
          const message = `${path} cannot be read: ${messageOf(error)}`;
          if (message !== failure) run.append({ message, level: 'error', stream: 'system' });
          failure = message;
        },
      )
      .finally(() => {
        working = undefined;
        if (!stopped) undo = clock.after(poll, () => void readOnce());
      });
    return working;
  };
  void readOnce();

  const settle = async (): Promise<void> => {
    // A read under way may have passed the end of the file before the caller wrote to it.
    await working;
    undo();
    await readOnce();
  };
  return {
    run,
    settle,
    stop: async () => {
      if (stopped) return;
      stopped = true;
      await settle();
      await follower.close();
      run.setStatus('completed');
    },
  };
}

interface Follower {
  read(): Promise<void>;
  close(): Promise<void>;
}

function createFollower(path: string, run: Run): Follower {
  let file: FileHandle | undefined;
  let inode = 0;
  let position = 0;
  let head = Buffer.alloc(0);
  let splitter = createLineSplitter();
  const chunk = Buffer.alloc(chunkSize);

  const write = (lines: readonly string[]): void => {
    if (lines.length === 0) return;
    run.append(lines.map((message) => ({ message, step: 'file', level: lineLevel(message, 'stdout') })));
  };
  const restart = (): void => {
    write(splitter.end());
    splitter = createLineSplitter();
    position = 0;
    head = Buffer.alloc(0);
  };
  const drain = async (from: FileHandle): Promise<void> => {
    for (;;) {
      const { bytesRead } = await from.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0) return;
      const bytes = chunk.subarray(0, bytesRead);
      if (head.length < headSize) head = Buffer.concat([head, bytes.subarray(0, headSize - head.length)]);
      position += bytesRead;
      write(splitter.push(bytes));
    }
  };
  const wasRewritten = async (from: FileHandle): Promise<boolean> => {
    if ((await from.stat()).size < position) return true;
    const now = Buffer.alloc(head.length);
    await from.read(now, 0, now.length, 0);
    return !now.equals(head);
  };

  return {
    read: async () => {
      if (file) {
        if (await wasRewritten(file)) restart();
        await drain(file);
      }
      const current = await openIfThere(path);
      if (!current) return;
      const { ino } = await current.stat();
      if (file && ino === inode) {
        await current.close();
        return;
      }
      if (file) {
        // Lines may have been written to the old file between the last read and the rotation.
        await drain(file);
        await file.close();
        restart();
      }
      file = current;
      inode = ino;
      await drain(file);
    },
    close: async () => {
      write(splitter.end());
      await file?.close();
      file = undefined;
    },
  };
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
