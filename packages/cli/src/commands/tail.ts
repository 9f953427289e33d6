import { compileFilter, createLogStream, type LogFilter } from '@tailrace/core';
import type { TailCommand } from '../args/command.js';
import { checkTransport } from '../args/parse-tail.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { createRenderer } from '../output/create-renderer.js';
import { watchEnding } from '../terminal/ending.js';
import type { Io } from '../terminal/io.js';
import { LineWriter } from '../terminal/line-writer.js';
import { createNotices } from '../terminal/notices.js';
import { BACKOFF } from './first-contact.js';
import { asUsage, openTarget } from './open-target.js';
import { watchStream } from './watch-stream.js';

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
  const failure = watchStream(stream, command.follow, notices);

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

function filterOf(command: TailCommand): LogFilter {
  return {
    ...(command.level === undefined ? {} : { minLevel: command.level }),
    ...(command.grep === undefined ? {} : { regex: command.grep }),
  };
}
