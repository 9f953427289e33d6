// Property tests run the same random cases every time, so that a failure means that the program has changed.
// TAILRACE_SEED=random tries new cases; TAILRACE_SEED=<number> repeats those of a printed failure.
import fc from 'fast-check';

const wanted = process.env.TAILRACE_SEED ?? '20261122';
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });
