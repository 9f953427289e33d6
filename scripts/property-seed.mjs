// Property tests play the same random cases on every run, so that a red run means a changed program and not a day's luck.
// TAILRACE_SEED=random looks for new ones; TAILRACE_SEED=<number> takes the seed of a failure that was printed.
import fc from 'fast-check';

const wanted = process.env.TAILRACE_SEED ?? '20261122';
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });
