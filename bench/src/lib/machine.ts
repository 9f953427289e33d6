import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** The machine that the numbers were measured on. Names no person and no path. */
export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly memory: string;
  readonly system: string;
  readonly node: string;
  readonly chromium: string;
}

export function describeMachine(chromium: string): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    processors: availableParallelism(),
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release().split('-')[0]}`,
    node: process.versions.node,
    chromium,
  };
}
