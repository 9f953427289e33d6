/** Client of the reference server's `/__control`: lists the runs and injects faults. Not part of any backend. */

export type RunStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
export type BackendName = 'codespace' | 'prismq' | 'stratal' | 'containers';

export interface RunInfo {
  readonly id: string;
  readonly title: string;
  readonly status: RunStatus;
  /** Number of lines ever written. */
  readonly lines: number;
  readonly kind: 'scenario' | 'process' | 'file' | 'manual' | 'system';
}

export interface ControlState {
  readonly runs: readonly RunInfo[];
  readonly token: string | null;
  readonly backends: readonly BackendName[];
}

/** A fault, for one run or for all. */
export type Fault =
  | { readonly action: 'cut'; readonly runId?: string }
  | { readonly action: 'stall'; readonly ms: number; readonly runId?: string }
  | { readonly action: 'refuse'; readonly count: number; readonly status: number }
  | { readonly action: 'duplicate'; readonly count: number; readonly runId?: string }
  | { readonly action: 'evict'; readonly keep: number; readonly runId?: string };

const URL_PATH = '/__control';

/** Requests the state. Rejects if the server fails. */
export async function readControl(signal: AbortSignal): Promise<ControlState> {
  const response = await fetch(URL_PATH, { signal, headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`The server answered with status ${response.status}.`);
  return (await response.json()) as ControlState;
}

/** Injects a fault. Resolves to the number of affected connections or lines. */
export async function causeFault(fault: Fault): Promise<number> {
  const response = await fetch(URL_PATH, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(fault),
  });
  const answer = (await response.json()) as { affected?: number; error?: string };
  if (!response.ok) throw new Error(answer.error ?? `The server answered with status ${response.status}.`);
  return answer.affected ?? 0;
}

/** Captured runs come before simulated ones; otherwise the order of the server. */
export function sortRuns(runs: readonly RunInfo[]): readonly RunInfo[] {
  const rank = (run: RunInfo): number => (run.kind === 'process' ? 0 : run.kind === 'file' ? 1 : 2);
  return [...runs].sort((a, b) => rank(a) - rank(b));
}
