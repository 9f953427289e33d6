/** Parts of random schedules. CONTRIBUTING.md says how to run more of them, or one again. */
import fc from 'fast-check';

const { SCHEDULES_RUNS, SCHEDULES_PATH } = process.env;

/** More schedules than usual were requested, so tests have no timeout. */
export const looksForMore = SCHEDULES_RUNS !== undefined;

const { stackTraceLimit } = Error;

/**
 * A schedule makes many errors, and reading their stacks, for which the test runner looks up the source of each line, took a third of the
 * time. A failure is printed with its path, and who plays that again sees the stack.
 */
const withoutStacks = [
  fc.beforeEach(() => void (Error.stackTraceLimit = 0)),
  fc.afterEach(() => void (Error.stackTraceLimit = stackTraceLimit)),
];

/** Settings for this many schedules, unless another number was requested. */
export const scheduleRuns = (runs: number): fc.Parameters<unknown> => ({
  numRuns: Number(SCHEDULES_RUNS ?? runs),
  ...(SCHEDULES_PATH === undefined ? { plugins: withoutStacks } : { path: SCHEDULES_PATH }),
});

/** A step of a schedule, for `fc.oneof`: an action, with a number from `min` to `max`. */
export const step = <Name extends string>(weight: number, name: Name, max = 0, min = 0) => ({
  weight,
  arbitrary: fc.record({ do: fc.constant(name), count: fc.integer({ min, max }) }),
});
