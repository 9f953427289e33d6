import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { messageOf } from '../lib/message-of.js';
import type { LogLine } from '../store/log-line.js';
import type { LogSink, LogText } from '../store/log-sink.js';
import { makeDirectory } from './make-directory.js';

/**
 * A log file with each line's message as it was written and nothing else, so that a download equals what the process
 * printed. The file is created with the first line. Writes are batched, in order, in the background.
 * @param onError called once if the file cannot be written; from then on, lines are only in memory
 */
export function createFileSink(path: string, onError: (error: Error) => void): LogSink {
  let gathered: string[] = [];
  let backlog = 0;
  /** Bytes accepted: the offset of the next line in the file. */
  let end = 0;
  /** Where each day starts in the file; `day` counts from the epoch. */
  const days: { readonly day: number; readonly start: number }[] = [];
  let file: FileHandle | undefined;
  let broken: Error | undefined;
  let working: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    try {
      if (!file) {
        await makeDirectory(dirname(path));
        file = await open(path, 'w');
      }
      while (gathered.length > 0) {
        const text = Buffer.from(gathered.join(''));
        gathered = [];
        await file.appendFile(text);
        backlog -= text.byteLength;
      }
    } catch (error) {
      gathered = [];
      backlog = 0;
      broken = new Error(`The log file ${path} could not be written: ${messageOf(error)}`, { cause: error });
      onError(broken);
    }
  };
  const start = (): void => {
    working ??= work().finally(() => {
      working = undefined;
      // A line may have been added since the last check.
      if (gathered.length > 0) start();
    });
  };
  const settle = async (): Promise<void> => {
    while (working) await working;
  };

  return {
    get backlog() {
      return backlog;
    },
    write: (line: LogLine) => {
      if (broken) return;
      const day = Math.floor(line.moment.micros / microsADay);
      if (days.at(-1)?.day !== day) days.push({ day, start: end });
      const text = `${line.message}\n`;
      const bytes = Buffer.byteLength(text);
      gathered.push(text);
      backlog += bytes;
      end += bytes;
      start();
    },
    read: async (date) => {
      await settle();
      if (broken) throw broken;
      const ranges = days.map(({ day, start }, i) => ({ day, start, end: days[i + 1]?.start ?? end }));
      if (date === undefined) return textOf(path, [{ start: 0, end }]);
      // A clock that steps back over midnight leaves several ranges for one day; they are read one after the other.
      return textOf(
        path,
        ranges.filter(({ day }) => day * microsADay === Date.parse(date) * 1000),
      );
    },
    close: async () => {
      await settle();
      await file?.close();
      file = undefined;
    },
    discard: async () => {
      try {
        await settle();
        await file?.close();
        file = undefined;
        await rm(path, { force: true });
      } catch (error) {
        // Nobody waits for the removal, so report a file that is left behind.
        onError(
          new Error(`The log file ${path} could not be removed: ${messageOf(error)}`, { cause: error }),
        );
      }
    },
  };
}

const microsADay = 86_400_000_000;

interface Range {
  readonly start: number;
  readonly end: number;
}

function textOf(path: string, ranges: readonly Range[]): LogText | undefined {
  const bytes = ranges.reduce((sum, range) => sum + range.end - range.start, 0);
  if (bytes === 0) return undefined;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (const { start, end } of ranges) {
      for await (const chunk of createReadStream(path, { start, end: end - 1 })) yield chunk as Uint8Array;
    }
  }
  return { body: Readable.toWeb(Readable.from(chunks())) as unknown as ReadableStream<Uint8Array>, bytes };
}
