import type { LogStreamError } from '@tailrace/core';
import { compileFilter, createLogStream, type LogStream } from '@tailrace/core';
import type { TailCommand } from '../args/command.js';
import { checkTransport } from '../args/parse-tail.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { createRenderer } from '../output/create-renderer.js';
import { watchEnding } from '../terminal/ending.js';
import type { Io } from '../terminal/io.js';
import { LineWriter } from '../terminal/line-writer.js';
import { createNotices, type Notices } from '../terminal/notices.js';
import { BACKOFF, firstSentence, isHopeless, shortTime } from './first-contact.js';
import { asUsage, openTarget } from './open-target.js';

/**
 * What the printer may lag behind, and what history can hold. Beyond it the oldest lines go, and a gap says so: a pager
 * that is left alone must not fill the memory.
 */
const BUFFER_LINES = 250_000;
const BUFFER_BYTES = 256 * 1024 * 1024;

/** Prints a log and follows it. Rejects with a {@link UsageError} for what cannot be; every other failure is a status. */
export async function runTail(command: TailCommand, io: Io): Promise<ExitStatus> {
  const notices = createNotices(io.stderr, command.token);
  const source = openTarget(command, 'tail', {
    tail: command.tail ?? BUFFER_LINES,
    ...(command.transport === undefined ? {} : { transport: command.transport }),
  });
  checkTransport(command.backend, command.transport, source.transports);
  const keep = asUsage('tail', () => compileFilter(filterOf(command)));

  const ending = watchEnding(io);
  const writer = new LineWriter(io.stdout, () => ending.now(), ending.signal);
  const manyRuns = command.id === undefined || command.id.startsWith('type:');
  const renderer = createRenderer(command.format, io, manyRuns);
  const transport = command.follow ? command.transport : 'polling';
  const stream = createLogStream(source, {
    bufferLines: BUFFER_LINES,
    bufferBytes: BUFFER_BYTES,
    backoff: BACKOFF,
    signal: ending.signal,
    ...(transport === undefined ? {} : { transport }),
    ...(command.since === undefined ? {} : { since: command.since }),
    ...(command.tail === undefined ? {} : { history: command.tail }),
  });
  const failure = watchStream(stream, { follow: command.follow, manyRuns }, notices);

  try {
    for await (const item of stream) {
      if (ending.signal.aborted) break;
      if (item.kind === 'log' && !keep(item)) continue;
      const line = renderer.line(item);
      if (line !== undefined) await writer.line(line);
      const notice = renderer.notice(item);
      if (notice !== undefined) notices.say(notice);
    }
  } catch (thrown) {
    failure.note(thrown);
  }
  try {
    await writer.end();
  } catch (thrown) {
    failure.note(thrown);
  }
  stream.dispose();
  ending.release();
  if (failure.sentence !== undefined) notices.say(failure.sentence);
  if (command.stats) notices.line(JSON.stringify(stream.getSnapshot().ledger));
  if (failure.sentence !== undefined) return EXIT.failed;
  return ending.interrupted ? EXIT.interrupted : EXIT.complete;
}

function filterOf(command: TailCommand): Parameters<typeof compileFilter>[0] {
  return {
    ...(command.level === undefined ? {} : { minLevel: command.level }),
    ...(command.grep === undefined ? {} : { regex: command.grep }),
  };
}

/** The reason for the end, if it is a failure. The first one counts. */
interface Failure {
  readonly sentence: string | undefined;
  note(thrown: unknown): void;
}

/** Tells on stderr how the connection is doing, and gives up, or has enough, when it is time to. */
function watchStream(
  stream: LogStream,
  { follow, manyRuns }: { readonly follow: boolean; readonly manyRuns: boolean },
  notices: Notices,
): Failure {
  let sentence: string | undefined;
  let hadContact = false;
  let failedAttempts = 0;
  const note = (thrown: unknown): void => {
    sentence ??= thrown instanceof Error ? thrown.message : String(thrown);
  };

  stream.on('status', (status) => {
    if (status !== 'live' && status !== 'polling') return;
    if (hadContact && failedAttempts > 0) notices.say('Connected again.');
    hadContact = true;
    failedAttempts = 0;
    // The first poll has read everything up to now.
    if (!follow) stream.disconnect();
  });
  stream.on('error', (error) => {
    if (error.kind === 'malformed' || error.kind === 'oversize') return notices.say(error.message);
    // How it goes on, and when the next attempt is due, is known in a moment.
    queueMicrotask(() => goesOn(error));
  });
  const giveUp = (error: LogStreamError): void => {
    note(error);
    stream.disconnect();
  };
  const goesOn = (error: LogStreamError): void => {
    const { retry, status, ledger } = stream.getSnapshot();
    // What ended the stream is thrown by the loop.
    if (status === 'failed' || status === 'closed' || status === 'complete') return;
    if (retry === undefined) {
      // Live lines may flow while the history is refused; some servers have none. But of one run that the server does not
      // know, and that says nothing, nothing is to be expected.
      if (!error.retryable && !manyRuns && ledger.received === 0) return giveUp(error);
      return notices.say(error.message);
    }
    failedAttempts += 1;
    if (isHopeless(error, failedAttempts, hadContact)) return giveUp(error);
    // Until the first contact the final sentence is enough.
    if (hadContact) notices.say(`${firstSentence(error.message)} Trying again in ${shortTime(retry.delay)}.`);
  };

  return {
    get sentence() {
      return sentence;
    },
    note,
  };
}
