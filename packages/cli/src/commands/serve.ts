import { existsSync, statSync } from 'node:fs';
import { basename, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scenarios } from '@tailrace/mock-server';
import { captureCommand, captureFile, serve, type CapturedCommand, type RunningServer } from '@tailrace/mock-server/server';
import { oneOf } from '../args/checks.js';
import type { ServeCommand } from '../args/command.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { watchEnding } from '../terminal/ending.js';
import type { Io } from '../terminal/io.js';
import { createNotices, type Notices } from '../terminal/notices.js';
import { UsageError } from '../usage-error.js';

/** The build puts the dashboard beside the command. */
const BUILT_IN_DASHBOARD = fileURLToPath(new URL('./dashboard/', import.meta.url));

/** Serves until it is told to end, which is its way to succeed. */
export async function runServe(command: ServeCommand, io: Io): Promise<ExitStatus> {
  const scenario =
    command.scenario === undefined
      ? undefined
      : oneOf('--scenario', command.scenario, [...Object.keys(scenarios), 'none'], 'serve');
  const files = command.files.map((file) => checkFile(resolve(io.cwd, file)));
  const dashboard = findDashboard(command.dashboard, io.cwd);
  const notices = createNotices(io.stderr);

  const ending = watchEnding(io);
  try {
    const server = await serve({
      port: command.port,
      host: command.host,
      backends: command.backends,
      logger: { info: notices.say, warn: notices.say, error: notices.say },
      ...(scenario === undefined ? {} : { scenario }),
      ...(command.rate === undefined ? {} : { rate: command.rate }),
      ...(dashboard === undefined ? {} : { dashboardDir: dashboard }),
    });
    const captures = startCaptures(server, command, files, io);
    try {
      io.stdout.write(banner(server, command, captures));
      await Promise.all([aborted(ending.signal), ...captures.map((capture) => tellEnd(capture, notices))]);
    } finally {
      await Promise.all(captures.map((capture) => capture.stop()));
      await server.close();
    }
  } finally {
    ending.release();
  }
  return EXIT.complete;
}

/** Something that is captured into a run. */
interface Capture {
  readonly runId: string;
  readonly title: string;
  /** Rejects when it could not begin. */
  readonly ended: Promise<string | undefined>;
  stop(): Promise<void>;
}

function startCaptures(server: RunningServer, command: ServeCommand, files: readonly string[], io: Io): readonly Capture[] {
  const captures: Capture[] = [];
  if (command.command !== undefined) {
    const title = commandTitle(command.command);
    const captured = captureCommand(server.store, command.command, { title, cwd: io.cwd });
    captures.push({
      runId: captured.run.id,
      title,
      ended: captured.exit.then(({ code, signal }) => `${title} ended with ${signal ?? `status ${String(code)}`}.`),
      stop: () => stopCommand(captured),
    });
  }
  for (const path of files) {
    const id = freeId(server, basename(path));
    const captured = captureFile(server.store, path, { id, title: basename(path) });
    captures.push({ runId: id, title: path, ended: Promise.resolve(undefined), stop: () => captured.stop() });
  }
  return captures;
}

/** Two files of one name in different folders are two runs. */
function freeId(server: RunningServer, wanted: string): string {
  let id = wanted;
  for (let count = 2; server.store.run(id) !== undefined; count++) id = `${wanted}-${count}`;
  return id;
}

async function stopCommand(captured: CapturedCommand): Promise<void> {
  captured.stop();
  // A process that does not listen to SIGTERM is killed together with ours.
  await Promise.race([captured.exit.catch(() => undefined), new Promise((done) => setTimeout(done, 2000).unref())]);
}

async function tellEnd(capture: Capture, notices: Notices): Promise<void> {
  const sentence = await capture.ended;
  if (sentence !== undefined) notices.say(`${sentence} Its log stays; the server goes on.`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}

/** The command as a person would type it: programs and scripts by name, not by path. */
export function commandTitle(argv: readonly string[]): string {
  return argv.map((word) => (isAbsolute(word) ? basename(word) : word)).join(' ');
}

function checkFile(path: string): string {
  if (existsSync(path) && statSync(path).isDirectory())
    throw new UsageError('--file takes a file, and one of those given is a folder.', 'serve');
  return path;
}

function findDashboard(wanted: string | undefined, cwd: string): string | undefined {
  if (wanted === undefined) return existsSync(BUILT_IN_DASHBOARD) ? BUILT_IN_DASHBOARD : undefined;
  const folder = resolve(cwd, wanted);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UsageError('--dashboard takes a folder with a built page in it, and there is no such folder.', 'serve');
  return folder;
}

function banner(server: RunningServer, command: ServeCommand, captures: readonly Capture[]): string {
  const guarded = command.backends.filter((name) => name === 'codespace' || name === 'containers');
  const rows: (readonly [string, string])[] = [
    ['dashboard', server.url],
    ['backends', command.backends.join(', ')],
    ...captures.map(({ runId, title }) => ['captured', `${title} (as run "${runId}")`] as const),
    ...(guarded.length > 0 ? [['token', `tailrace-demo (for ${guarded.join(' and ')})`] as const] : []),
    ['end', 'Ctrl-C'],
  ];
  return `Tailrace is up.\n${rows.map(([name, text]) => `  ${name.padEnd(10)} ${text}\n`).join('')}`;
}
