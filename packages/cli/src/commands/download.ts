import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createLogStream,
  describeGap,
  LogStreamingService,
  type LogSource,
  type LogStreamOptions,
} from '@tailrace/core';
import type { DownloadCommand } from '../args/command.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { given } from '../given.js';
import { createPretty } from '../output/pretty.js';
import { createByteCount } from '../terminal/byte-count.js';
import { createFileTarget, createOutputTarget, type ByteTarget } from '../terminal/byte-target.js';
import { watchEnding } from '../terminal/ending.js';
import type { Io } from '../terminal/io.js';
import { createNotices, type Notices } from '../terminal/notices.js';
import { UsageError } from '../usage-error.js';
import { debugLines } from './debug-lines.js';
import { BACKOFF, isHopeless } from './first-contact.js';
import { asUsage, openTarget } from './open-target.js';
import { BUFFER } from './print-stream.js';
import { checkFile } from './check-file.js';
import { messageOf } from '../message-of.js';

/** Lines that may wait to be written before requests slow down: fewer than the buffer holds, so that none are lost. */
const MOST_WAITING = 100_000;

/** Milliseconds that a request then waits for the reader: much less than the stream waits for an answer, which it would take for a dead server. */
const LONGEST_WAIT = 5_000;
const STEP = 20;

/** Writes a whole log to a file or to stdout. */
export async function runDownload(command: DownloadCommand, io: Io): Promise<ExitStatus> {
  const notices = createNotices(io.stderr, command.token);
  const source = openTarget(command, 'download');
  const hasFile = source.download !== undefined;
  if (command.date !== undefined && command.backend !== 'stratal')
    throw new UsageError(
      `--date works only with stratal; ${command.backend} always sends the whole log.`,
      'download',
    );

  const toStdout = command.output === '-';
  const chosen = command.output === undefined || toStdout ? undefined : resolve(io.cwd, command.output);
  if (chosen !== undefined) checkFile('--output', command.output ?? '', io.cwd, 'download');
  const ending = watchEnding(io);
  const target = toStdout
    ? createOutputTarget(io.stdout, ending.signal)
    : await createTemporary(command, io, chosen);
  try {
    const name = hasFile
      ? await copyFile(command, source, target, ending.signal, io)
      : await writeLines(
          command,
          source,
          target,
          { signal: ending.signal, ...debugLines(io, notices) },
          notices,
        );
    if (ending.interrupted) throw new Error('interrupted');
    const path = chosen ?? resolve(io.cwd, name);
    if (!toStdout && chosen === undefined && existsSync(path))
      throw new Error(`${name} already exists. Choose a file with --output, which overwrites it.`);
    await target.finish(path);
    if (!toStdout)
      notices.say(`${target.written.toLocaleString('en')} bytes written to ${command.output ?? name}.`);
    return EXIT.complete;
  } catch (thrown) {
    await target.abandon();
    if (ending.interrupted) {
      notices.say('Interrupted; nothing was written.');
      return EXIT.interrupted;
    }
    if (isBrokenPipe(target.failure)) return EXIT.complete;
    notices.say(sentenceOf(thrown, target));
    return EXIT.failed;
  } finally {
    ending.release();
  }
}

async function createTemporary(
  command: DownloadCommand,
  io: Io,
  chosen: string | undefined,
): Promise<ByteTarget> {
  const path = `${chosen ?? resolve(io.cwd, logName(command.id))}.part`;
  try {
    return await createFileTarget(path);
  } catch (thrown) {
    throw new Error(`Cannot write the file: ${messageOf(thrown)}. Choose another one with --output.`, {
      cause: thrown,
    });
  }
}

/** Copies the server's own log file, byte for byte. Resolves to the server's name for it. */
async function copyFile(
  command: DownloadCommand,
  source: LogSource,
  target: ByteTarget,
  signal: AbortSignal,
  io: Io,
): Promise<string> {
  const count = createByteCount(io.stderr);
  try {
    const { filename } = await new LogStreamingService(command.baseUrl).download(source, {
      signal,
      onChunk: (chunk) => target.write(chunk),
      onProgress: count.show,
      ...given({ date: command.date }),
    });
    return filename;
  } finally {
    count.clear();
  }
}

/** Writes every line the backend lists, as text. Resolves to a name for the file. */
async function writeLines(
  command: DownloadCommand,
  source: LogSource,
  target: ByteTarget,
  options: Pick<LogStreamOptions, 'signal' | 'debug'>,
  notices: Notices,
): Promise<string> {
  let taken = 0;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const isAhead = (): boolean => stream.getSnapshot().ledger.stored - taken > MOST_WAITING;
    for (let waited = 0; waited < LONGEST_WAIT && isAhead() && !init?.signal?.aborted; waited += STEP)
      await sleep(STEP);
    return globalThis.fetch(input, init);
  };
  const stream = asUsage('download', () =>
    createLogStream(source, {
      transport: 'polling',
      history: Number.MAX_SAFE_INTEGER,
      ...BUFFER,
      fetch,
      backoff: BACKOFF,
      ...options,
    }),
  );
  const text = createPretty({ interactive: false, colours: false });
  const encoder = new TextEncoder();
  let hopeless: Error | undefined;
  let failedAttempts = 0;
  // Once it is polling, the history has been read completely.
  stream.on('status', (status) => {
    if (status === 'polling') stream.disconnect();
  });
  stream.on('error', (error) => {
    if (!error.retryable) return;
    failedAttempts += 1;
    if (!isHopeless(error, failedAttempts, false)) return;
    hopeless = error;
    stream.disconnect();
  });
  try {
    let batch: string[] = [];
    for await (const item of stream) {
      if (item.kind === 'gap') notices.say(`${describeGap(item)}.`);
      else taken += 1;
      batch.push(text.line(item) ?? '');
      if (batch.length < 1000) continue;
      await target.write(encoder.encode(`${batch.join('\n')}\n`));
      batch = [];
    }
    if (batch.length > 0) await target.write(encoder.encode(`${batch.join('\n')}\n`));
    const { history, view, ledger } = stream.getSnapshot();
    // Once lines have left the buffer, there are more in any case.
    if (history === 'more' && view.length >= ledger.stored)
      notices.say('The server no longer lists the oldest lines; they are not in the file.');
  } finally {
    stream.dispose();
  }
  if (hopeless !== undefined) throw hopeless;
  return logName(command.id);
}

/** A file name for a log, made of the safe characters of its id. */
function logName(id: string): string {
  return `${id.replace(/[^\w.-]+/g, '_')}.log`;
}

function isBrokenPipe(failure: Error | undefined): boolean {
  return (failure as { code?: unknown } | undefined)?.code === 'EPIPE';
}

function sentenceOf(thrown: unknown, target: ByteTarget): string {
  if (target.failure !== undefined) return `Cannot write the log: ${target.failure.message}.`;
  return messageOf(thrown);
}
