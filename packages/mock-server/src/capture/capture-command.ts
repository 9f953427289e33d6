import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import type { Run } from '../store/run.js';
import type { Store } from '../store/store.js';
import type { LineStream } from '../store/log-line.js';
import { CaptureError } from './capture-error.js';
import { createCaptureRun } from './capture-run.js';
import { lineLevel } from './line-level.js';
import { createLineSplitter } from './line-splitter.js';

/** Options of {@link captureCommand}. */
export interface CaptureCommandOptions {
  /** The run's id. Default `process`. */
  readonly id?: string;
  /** For people. Default: the command line. */
  readonly title?: string;
  readonly cwd?: string;
  /** Environment variables, added to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** File in which all lines are kept. Default: the store's own file, or a temporary one that is deleted with the store. */
  readonly file?: string;
  /** Also writes the process's output to these streams, byte for byte. Default: it only goes into the run. */
  readonly echo?: { readonly stdout: NodeJS.WritableStream; readonly stderr: NodeJS.WritableStream };
}

/** A command whose output is being captured. */
export interface CapturedCommand {
  readonly run: Run;
  /** Undefined if the process could not be started. */
  readonly pid: number | undefined;
  /**
   * Resolves when the process has ended and all of its output is in the run. Rejects with a {@link CaptureError} if
   * the process could not be started; the run has then failed.
   */
  readonly exit: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Sends a signal (default SIGTERM) to the process and what it started. */
  stop(signal?: NodeJS.Signals): void;
}

/** Bytes not yet in the file above which the process has to wait: it writes faster than the disk. */
const backlogLimit = 8 * 1024 * 1024;
const backlogPollMs = 20;

/**
 * Runs a command and captures its output as a run: stdout and stderr, line by line, with the level taken from each line's
 * prefix and ANSI sequences kept. Exit status 0 completes the run, any other fails it, SIGINT and SIGTERM cancel it.
 */
export function captureCommand(
  store: Store,
  argv: readonly string[],
  options: CaptureCommandOptions = {},
): CapturedCommand {
  const [command, ...args] = argv;
  if (command === undefined || command === '') {
    throw new CaptureError(
      'bad-command',
      'There is no command to capture. Put it after --, e.g. -- npm test.',
    );
  }
  const run = createCaptureRun(
    store,
    { id: options.id ?? 'process', title: options.title ?? argv.join(' '), kind: 'process' },
    options.file,
  );
  const ownGroup = process.platform !== 'win32';
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, so that stopping it also stops its children.
    detached: ownGroup,
    windowsHide: true,
  });

  const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return;
      const failure = spawnFailure(command, options.cwd, error);
      run.append({ message: failure.message, level: 'fatal', stream: 'system' });
      run.setStatus('failed', 127);
      reject(failure);
    });
    // `close` rather than `exit`: only then has all output arrived.
    child.once('close', (code, signal) => {
      if (child.pid === undefined) return;
      finish(run, code, signal);
      resolve({ code, signal });
    });
  });
  // In its own process group, the child would outlive a server that exits without closing.
  const killOnExit = (): void => {
    stopGroup(child, 'SIGKILL', ownGroup);
  };
  process.once('exit', killOnExit);
  child.once('close', () => process.off('exit', killOnExit));
  // The failure is also in the run. A caller that does not await `exit` must not crash this process.
  exit.catch(() => undefined);
  collect(run, child.stdout, 'stdout', options.echo?.stdout);
  collect(run, child.stderr, 'stderr', options.echo?.stderr);

  return {
    run,
    pid: child.pid,
    exit,
    stop: (signal = 'SIGTERM') => {
      stopGroup(child, signal, ownGroup);
    },
  };
}

function collect(
  run: Run,
  output: Readable,
  stream: LineStream,
  echo: NodeJS.WritableStream | undefined,
): void {
  const splitter = createLineSplitter();
  const write = (lines: readonly string[]): void => {
    if (lines.length === 0) return;
    run.append(
      lines.map((message) => ({ message, stream, step: stream, level: lineLevel(message, stream) })),
    );
  };
  output.on('data', (chunk: Buffer) => {
    echo?.write(chunk);
    write(splitter.push(chunk));
    if ((run.sink?.backlog ?? 0) > backlogLimit) {
      output.pause();
      const timer = setInterval(() => {
        if ((run.sink?.backlog ?? 0) > backlogLimit) return;
        clearInterval(timer);
        output.resume();
      }, backlogPollMs);
    }
  });
  output.on('end', () => {
    write(splitter.end());
  });
  output.on('error', (error) => {
    run.append({
      message: `${stream} could not be read: ${error.message}`,
      level: 'error',
      stream: 'system',
    });
  });
}

function finish(run: Run, code: number | null, signal: NodeJS.Signals | null): void {
  if (signal !== null) {
    const wanted = signal === 'SIGINT' || signal === 'SIGTERM';
    run.setStatus(wanted ? 'cancelled' : 'failed', 128 + constants.signals[signal]);
  } else run.setStatus(code === 0 ? 'completed' : 'failed', code ?? undefined);
}

function stopGroup(child: ChildProcess, signal: NodeJS.Signals, ownGroup: boolean): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (ownGroup) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch (error) {
    // It exited between the check and the signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function spawnFailure(command: string, cwd: string | undefined, error: NodeJS.ErrnoException): CaptureError {
  const options = { cause: error };
  switch (error.code) {
    case 'ENOENT':
      return new CaptureError(
        'not-found',
        cwd === undefined || existsSync(cwd)
          ? `The command "${command}" was not found. Check its name, or give its full path.`
          : `The directory ${cwd} does not exist.`,
        options,
      );
    case 'EACCES':
      return new CaptureError(
        'not-allowed',
        `The command "${command}" is not executable, or this user may not run it. Make it executable (chmod +x).`,
        options,
      );
    default:
      return new CaptureError(
        'failed',
        `The command "${command}" could not be started: ${error.message}`,
        options,
      );
  }
}
