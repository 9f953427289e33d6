import { spawn, type ChildProcess } from 'node:child_process';
import { vi } from 'vitest';

/** A running program: its output so far, and how it ended. */
export interface Program {
  readonly child: ChildProcess;
  /** The output so far. */
  stdout(): string;
  stderr(): string;
  /** Complete lines of stdout so far. */
  lines(): string[];
  /** Waits until stdout has at least this many lines. After `timeout` ms, fails with the text of stderr. */
  hasLines(count: number, timeout?: number): Promise<void>;
  /** Resolves to the exit status, or the signal that killed the program, once all its output was read. */
  readonly ended: Promise<number | NodeJS.Signals>;
  kill(signal: NodeJS.Signals): void;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a program whose output is captured. It is killed when the tests end. */
export function start(command: string, args: readonly string[], options: ProgramOptions = {}): Program {
  const { TAILRACE_TOKEN: _token, NO_COLOR: _colour, FORCE_COLOR: _force, ...inherited } = process.env;
  const child = spawn(command, args, {
    env: { ...inherited, ...options.env },
    cwd: options.cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let lineCount = 0;
  let over = false;
  child.stdout.on('data', (chunk: Buffer) => {
    out.push(chunk);
    for (const byte of chunk) if (byte === 10) lineCount += 1;
  });
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => undefined); // a program may ignore its stdin
  child.stdin.end(options.stdin ?? '');

  const stdout = (): string => Buffer.concat(out).toString('utf8');
  const stderr = (): string => Buffer.concat(err).toString('utf8');
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      over = true;
      running.delete(child);
      resolve(code ?? signal ?? 'SIGKILL');
    });
  });
  return {
    child,
    stdout,
    stderr,
    lines: () => stdout().split('\n').slice(0, -1),
    hasLines: (count, timeout = 60_000) =>
      vi.waitFor(
        () => {
          if (lineCount >= count) return;
          throw new Error(
            `${lineCount} of ${count} lines${over ? ', and the program is over' : ''}. Stderr: ${stderr() || '(nothing)'}`,
          );
        },
        { timeout, interval: 25 },
      ),
    ended,
    kill: (signal) => void child.kill(signal),
  };
}

/** Milliseconds after which a program counts as hanging. */
const PATIENCE = 60_000;

/** Runs a program to its end; kills it if it hangs. */
export async function run(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<{ readonly status: number | NodeJS.Signals; readonly stdout: string; readonly stderr: string }> {
  const program = start(command, args, options);
  const impatience = setTimeout(() => program.kill('SIGKILL'), PATIENCE);
  const status = await program.ended;
  clearTimeout(impatience);
  return { status, stdout: program.stdout(), stderr: program.stderr() };
}
