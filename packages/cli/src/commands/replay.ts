import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { createLogStream, decodeRecording, replay } from '@tailrace/core';
import type { ReplayCommand } from '../args/command.js';
import type { ExitStatus } from '../exit-status.js';
import { createRenderer } from '../output/create-renderer.js';
import { watchEnding } from '../terminal/ending.js';
import type { Io } from '../terminal/io.js';
import { createNotices } from '../terminal/notices.js';
import { debugLines } from './debug-lines.js';
import { asUsage, openTarget } from './open-target.js';
import { BUFFER, concludeStream, printStream, type Printing } from './print-stream.js';
import { mixesRuns, sessionOf, sourceOptions, streamOptions } from './session.js';
import { watchStream } from './watch-stream.js';
import { messageOf } from '../message-of.js';

/** Prints a recorded session as `tail` printed it. Uses no network. */
export async function runReplay(command: ReplayCommand, io: Io): Promise<ExitStatus> {
  const notices = createNotices(io.stderr);
  const recording = decodeRecording(await read(resolve(io.cwd, command.file)));
  const session = sessionOf(recording.about, command.target);
  const source = openTarget(session, 'replay', sourceOptions(session));
  if (recording.events.some(({ type }) => type === 'cut'))
    notices.say('This recording reached its size limit before its session ended.');

  const ending = watchEnding(io);
  const played = replay(recording, { speed: command.speed });
  const stream = asUsage('replay', () =>
    createLogStream(source, {
      ...BUFFER,
      ...streamOptions(session),
      ...played,
      ...debugLines(io, notices),
      signal: ending.signal,
    }),
  );
  const printing: Printing = {
    io,
    ending,
    renderer: createRenderer(command.format, io, mixesRuns(session)),
    notices,
    failure: watchStream(stream, session.follow, notices),
  };
  void played.ended.then(async () => {
    await turn(); // lets the stream read what arrived last
    stream.disconnect();
  });
  await printStream(stream, printing);
  ending.release();
  return concludeStream(stream, printing, command.stats);
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    throw new Error(`Cannot read the recording: ${messageOf(thrown)}.`, { cause: thrown });
  }
}
