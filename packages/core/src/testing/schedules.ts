/** Pieces of random schedules. CONTRIBUTING.md tells how to run more of them, and one of them again. */
import fc from 'fast-check';

const { SCHEDULES_RUNS, SCHEDULES_PATH } = process.env;

/** Somebody looks for more: no test is too slow then. */
export const looksForMore = SCHEDULES_RUNS !== undefined;

/** So many schedules, or as many as are asked for. */
export const scheduleRuns = (runs: number): fc.Parameters<unknown> => ({
  numRuns: Number(SCHEDULES_RUNS ?? runs),
  ...(SCHEDULES_PATH === undefined ? {} : { path: SCHEDULES_PATH }),
});

/** A step of a schedule, for `fc.oneof`: what is done, and a number from `min` to `max` for it. */
export const step = <Name extends string>(weight: number, name: Name, max = 0, min = 0) => ({
  weight,
  arbitrary: fc.record({ do: fc.constant(name), count: fc.integer({ min, max }) }),
});
