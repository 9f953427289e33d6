/**
 * `npm run bench:check`: checks the bounds with quick measurements. The bounds are wide, so this finds only what has become several
 * times slower.
 */
import { BENCHES } from './benches/index.ts';
import { BOUNDS, describeBound, isWithin } from './bounds.ts';
import type { Bench } from './bench.ts';
import { startBrowsers } from './lib/browsers.ts';
import { runInterleaved, type Say } from './lib/interleave.ts';
import { paths } from './lib/paths.ts';

function benchOf(name: string): Bench {
  const bench = BENCHES.find((one) => one.name === name);
  if (!bench) throw new Error(`A bound names an unknown bench: "${name}".`);
  return bench;
}

/** Measures each bench once, and three times more if a bound does not hold. Resolves to whether all hold in the end. */
export async function checkBounds(say: Say): Promise<boolean> {
  const browsers = await startBrowsers(paths.pages);
  let allHold = true;
  try {
    for (const name of new Set(BOUNDS.map(({ bench }) => bench))) {
      const bench = benchOf(name);
      const bounds = BOUNDS.filter((bound) => bound.bench === name);
      const wanted = bounds.flatMap(({ subject, of }) =>
        of === 'ratio' ? [bench.reference, subject] : [subject],
      );
      const measure = (rounds: number) =>
        runInterleaved(bench, [...new Set(wanted)], rounds, { browsers, quick: true }, say);
      let rows = await measure(1);
      if (!bounds.every((bound) => isWithin(bound, rows))) rows = await measure(3);
      for (const bound of bounds) {
        const holds = isWithin(bound, rows);
        allHold &&= holds;
        process.stdout.write(
          `${holds ? 'ok    ' : 'FAILED'}  ${describeBound(bound, rows, bench.reference)}\n`,
        );
      }
    }
  } finally {
    await browsers.close();
  }
  return allHold;
}
