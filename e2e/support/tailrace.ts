import { vi } from 'vitest';
import { tailraceBin } from './paths.js';
import { run, start, type Program, type ProgramOptions } from './process.js';

/** Starts `tailrace …` as a child process. */
export const startTailrace = (args: readonly string[], options?: ProgramOptions): Program =>
  start(process.execPath, [tailraceBin, ...args], options);

/** Runs `tailrace …` to its end. */
export const runTailrace = (args: readonly string[], options?: ProgramOptions): ReturnType<typeof run> =>
  run(process.execPath, [tailraceBin, ...args], options);

/** A running `tailrace serve`. */
export interface Served {
  readonly url: string;
  /** The token for the backends that require one. */
  readonly token: string;
  readonly program: Program;
  /** Performs an action through `/__control`; resolves to the number of affected connections or lines. */
  act(action: Readonly<Record<string, unknown>>): Promise<number>;
  state(): Promise<ControlState>;
  /** Creates a run with this many numbered lines in it. */
  fill(id: string, lines: number): Promise<void>;
  /** Stops the server and waits until it has exited. */
  stop(): Promise<void>;
}

export interface ControlState {
  readonly runs: readonly {
    readonly id: string;
    readonly kind: string;
    readonly status: string;
    readonly lines: number;
  }[];
  readonly token: string | null;
  readonly connections: number;
}

/** Starts `tailrace serve` on a free port and waits until it answers. */
export const startServer = (args: readonly string[] = ['--scenario', 'none']): Promise<Served> =>
  served(startTailrace(['serve', '--port', '0', ...args]));

/** The address that a program prints once it listens. */
export const urlOf = (program: Program): Promise<string> =>
  vi.waitFor(
    () => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(program.stdout())?.[0];
      if (found === undefined) throw new Error(`The server is not up: ${program.stderr()}`);
      return found;
    },
    { timeout: 90_000, interval: 25 },
  );

/** The `tailrace serve` that a program runs, once it answers. */
export async function served(program: Program): Promise<Served> {
  const url = await urlOf(program);
  const state = async (): Promise<ControlState> =>
    (await (await fetch(`${url}/__control`)).json()) as ControlState;
  const act: Served['act'] = async (action) => {
    const response = await fetch(`${url}/__control`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(action),
    });
    const answer = (await response.json()) as { affected?: number; error?: string };
    if (!response.ok) throw new Error(answer.error);
    return answer.affected ?? 0;
  };
  return {
    url,
    token: (await state()).token ?? '',
    program,
    state,
    act,
    async fill(id, lines) {
      await act({ action: 'create', id });
      await act({ action: 'append', runId: id, count: lines });
    },
    async stop() {
      program.kill('SIGTERM');
      await program.ended;
    },
  };
}
