import { resolve } from 'node:path';
import { createRecorder, type Recorder } from '@tailrace/core';
import type { TailCommand } from '../args/command.js';
import { createFileTarget } from '../terminal/byte-target.js';
import type { Io } from '../terminal/io.js';
import type { Notices } from '../terminal/notices.js';
import { checkFile } from './check-file.js';
import { aboutSession } from './session.js';
import { messageOf } from '../message-of.js';

/** More than a page keeps, because a terminal is often left alone for hours. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A recording and the file it is written to. */
export interface RecordingFile {
  readonly recorder: Recorder;
  /** Writes the file and says so. */
  finish(notices: Notices): Promise<void>;
}

/** Starts a recording. Rejects at once if its file cannot be written. */
export async function createRecordingFile(
  command: TailCommand,
  file: string,
  io: Io,
): Promise<RecordingFile> {
  checkFile('--record', file, io.cwd, 'tail');
  const path = resolve(io.cwd, file);
  const target = await createFileTarget(`${path}.part`).catch((thrown: unknown) => {
    throw cannotWrite(thrown);
  });
  const recorder = createRecorder({
    maxBytes: MAX_BYTES,
    about: aboutSession(command),
    secrets: command.token === undefined ? [] : [command.token],
  });
  return {
    recorder,
    async finish(notices) {
      recorder.stop();
      try {
        await target.write(new TextEncoder().encode(recorder.toNdjson()));
        await target.finish(path);
      } catch (thrown) {
        await target.abandon().catch(() => undefined); // the first error counts
        throw cannotWrite(thrown);
      }
      if (recorder.cut)
        notices.say(
          `The recording is full (${MAX_BYTES / 1024 / 1024} MiB); the end of the session is not in it.`,
        );
      notices.say(
        `Recorded to ${file}. It contains the log's text and addresses, but no token; read it before you share it.`,
      );
    },
  };
}

function cannotWrite(thrown: unknown): Error {
  return new Error(`Cannot write the recording: ${messageOf(thrown)}. Choose another file with --record.`, {
    cause: thrown,
  });
}
