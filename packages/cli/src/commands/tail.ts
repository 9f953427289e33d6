import { compileFilter, createLogStream, type LogFilter } from '@tailrace/core';
import type { TailCommand } from '../args/command.js';
import { checkTransport } from '../args/parse-tail.js';
import type { ExitStatus } from '../exit-status.js';
import { given } from '../given.js';
import { createRenderer } from '../output/create-renderer.js';
import { watchEnding } from '../terminal/ending.js';
import type { Io } from '../terminal/io.js';
import { createNotices } from '../terminal/notices.js';
import { debugLines } from './debug-lines.js';
import { asUsage, openTarget } from './open-target.js';
import { BUFFER, concludeStream, printStream, type Printing } from './print-stream.js';
import { createRecordingFile } from './recording-file.js';
import { mixesRuns, sourceOptions, streamOptions } from './session.js';
import { watchStream } from './watch-stream.js';

/** Prints a log and follows it. Rejects with a {@link UsageError} for invalid options; other failures once it streams become the exit status. */
export async function runTail(command: TailCommand, io: Io): Promise<ExitStatus> {
  const notices = createNotices(io.stderr, command.token);
  const source = openTarget(command, 'tail', sourceOptions(command));
  checkTransport(command.backend, command.transport, source.transports);
  const keep = asUsage('tail', () => compileFilter(filterOf(command)));

  const file =
    command.record === undefined ? undefined : await createRecordingFile(command, command.record, io);
  const ending = watchEnding(io);
  const stream = createLogStream(source, {
    ...BUFFER,
    ...streamOptions(command),
    ...file?.recorder,
    ...debugLines(io, notices),
    signal: ending.signal,
  });
  const printing: Printing = {
    io,
    ending,
    renderer: createRenderer(command.format, io, mixesRuns(command)),
    notices,
    failure: watchStream(stream, command.follow, notices),
    keep,
    // A busy log grows while its history is read.
    atMost: command.follow ? undefined : command.tail,
  };
  await printStream(stream, printing);
  ending.release();
  try {
    await file?.finish(notices);
  } catch (thrown) {
    printing.failure.note(thrown);
  }
  return concludeStream(stream, printing, command.stats);
}

function filterOf(command: TailCommand): LogFilter {
  return given({ minLevel: command.level, regex: command.grep });
}
