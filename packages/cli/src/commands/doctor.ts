import { DEFAULTS } from '@tailrace/core';
import type { DoctorCommand } from '../args/command.js';
import { examine } from '../doctor/examine.js';
import { observe } from '../doctor/observe/observe.js';
import { reportJson, reportText } from '../doctor/report.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { given } from '../given.js';
import { watchEnding } from '../terminal/ending.js';
import { hideSecret } from '../terminal/hide-secret.js';
import type { Io } from '../terminal/io.js';
import { createNotices } from '../terminal/notices.js';
import { writeText } from '../terminal/write-text.js';
import { openTarget } from './open-target.js';

/** Milliseconds until a request counts as unanswered: the same as the connect timeout of a stream. */
const PATIENCE = DEFAULTS.connectTimeout;

/** Checks a backend and prints the findings. Rejects with a {@link UsageError} if the id is invalid. */
export async function runDoctor(command: DoctorCommand, io: Io): Promise<ExitStatus> {
  const { backend, baseUrl, id, token, seconds, json } = command;
  if (id !== undefined) openTarget(command, 'doctor');
  const notices = createNotices(io.stderr, token);
  if (io.stderr.isTTY) notices.say(`Checking ${backend} for about ${seconds} s …`);

  const ending = watchEnding(io);
  const seen = await observe(command, {
    fetch: globalThis.fetch,
    origin: command.origin,
    signal: ending.signal,
    patience: PATIENCE,
    now: () => performance.now(),
  });
  ending.release();
  if (ending.interrupted) return EXIT.interrupted;

  const findings = examine(seen);
  const about = given({ backend, baseUrl, id });
  const text = json
    ? reportJson(about, findings)
    : reportText(`${backend} at ${baseUrl}${id === undefined ? '' : `, ${id}`}`, findings);
  await writeText(io.stdout, hideSecret(text, token));
  return findings.some(({ level }) => level === 'fail') ? EXIT.failed : EXIT.complete;
}
