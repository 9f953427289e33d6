/** Random runs in a browser. CONTRIBUTING.md tells how to make more of them, and one of them again. */
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** `TAILRACE_SEED`, as it was given. */
    readonly seed: string | undefined;
    /** `SCHEDULES_RUNS`, as it was given. */
    readonly runs: string | undefined;
  }
}

/** The seeds of so many runs, or of as many as are asked for. */
export function randomSeeds(runs: number): readonly number[] {
  const seed = inject('seed') ?? '1';
  const first = seed === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(seed);
  return Array.from({ length: Number(inject('runs') ?? runs) }, (_, run) => first + run);
}
