import { existsSync, statSync } from 'node:fs';
import { basename, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoToken, scenarios } from '@tailrace/mock-server';
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { oneOf } from '../args/checks.js';
import type { BackendName, ServeCommand } from '../args/command.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { given } from '../given.js';
import { watchEnding } from '../terminal/ending.js';
import type { Io } from '../terminal/io.js';
import { createNotices, type Notices } from '../terminal/notices.js';
import { UsageError } from '../usage-error.js';
import { checkFile } from './check-file.js';

/** The build copies the dashboard next to the command. */
const BUILT_IN_DASHBOARD = fileURLToPath(new URL('./dashboard/', import.meta.url));

/** Serves until it is interrupted, which counts as success. */
export async function runServe(command: ServeCommand, io: Io): Promise<ExitStatus> {
  const scenario =
    command.scenario === undefined
      ? undefined
      : oneOf('--scenario', command.scenario, [...Object.keys(scenarios), 'none'], 'serve');
  for (const file of command.files) checkFile('--file', file, io.cwd, 'serve');
  const dashboard = findDashboard(command.dashboard, io.cwd);
  const notices = createNotices(io.stderr);

  const ending = watchEnding(io);
  try {
    const { port, host, backends, files, rate } = command;
    const server = await serve(
      given({
        port,
        host,
        backends,
        files,
        command: command.command,
        commandOptions: command.command && { title: titleOf(command.command), cwd: io.cwd },
        scenario,
        rate,
        dashboardDir: dashboard,
        logger: { info: notices.say, warn: notices.say, error: notices.say },
      }),
    );
    try {
      io.stdout.write(banner(server, command.backends));
      await Promise.race([aborted(ending.signal), watchCommand(server, notices, ending.signal)]);
    } finally {
      await server.close();
    }
  } finally {
    ending.release();
  }
  return EXIT.complete;
}

/** Rejects if the captured command cannot be started. Reports when it ends, and never resolves. */
async function watchCommand(
  { command }: RunningServer,
  notices: Notices,
  ending: AbortSignal,
): Promise<never> {
  if (command !== undefined) {
    const { code, signal } = await command.exit;
    const how = signal ?? `status ${String(code)}`;
    if (!ending.aborted)
      notices.say(
        `${command.run.title} ended with ${how}. Its log stays available; the server keeps running.`,
      );
  }
  return new Promise<never>(() => {});
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}

const LONGEST_TITLE = 80;

/** A title for the command: programs and scripts by name instead of path, shortened to fit a line. */
function titleOf(argv: readonly string[]): string {
  const words = argv.map((word) => (isAbsolute(word) ? basename(word) : word));
  const title = words.join(' ').replace(/\s+/g, ' ').trim();
  return title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE - 1)}…`;
}

function findDashboard(wanted: string | undefined, cwd: string): string | undefined {
  if (wanted === undefined) return existsSync(BUILT_IN_DASHBOARD) ? BUILT_IN_DASHBOARD : undefined;
  const folder = resolve(cwd, wanted);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UsageError(
      '--dashboard takes a folder with a built page in it, but there is no such folder.',
      'serve',
    );
  return folder;
}

function banner(server: RunningServer, backends: readonly BackendName[]): string {
  const guarded = backends.filter((name) => name === 'codespace' || name === 'containers');
  const captured = [server.command, ...server.files].filter((capture) => capture !== undefined);
  const rows: (readonly [string, string])[] = [
    ['dashboard', server.url],
    ['backends', backends.join(', ')],
    ...captured.map(({ run }) => ['captured', `${run.title} (as run "${run.id}")`] as const),
    ...(guarded.length > 0 ? [['token', `${demoToken} (for ${guarded.join(' and ')})`] as const] : []),
    ['stop', 'Ctrl-C'],
  ];
  return `Tailrace is running.\n${rows.map(([name, text]) => `  ${name.padEnd(10)} ${text}\n`).join('')}`;
}
