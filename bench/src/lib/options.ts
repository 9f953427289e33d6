import { parseArgs } from 'node:util';

/** What `npm run bench` can be told. */
export interface Options {
  /** Only benches whose name begins with one of these. */
  readonly only: readonly string[];
  /** Only these subjects, and the reference of each bench. */
  readonly subjects: readonly string[];
  readonly runs: number;
  readonly quick: boolean;
  /** Put what was measured into the committed baseline, too. */
  readonly baseline: boolean;
  readonly check: boolean;
  /** Print where the time of each page went. */
  readonly profile: boolean;
}

/** Said for `--help` and for what cannot be understood. */
export const USAGE = `npm run bench -- [--only <bench> …] [--subject <name> …] [--runs N] [--quick] [--baseline] [--profile]
  --only      benches whose name begins so, such as "view 1M" or flood; may be given several times
  --subject   only these, beside the one that ratios stand against
  --runs      interleaved runs of each, default 5
  --quick     fewer lines and shorter floods: for a look, not for a table
  --baseline  also put what ran into bench/results/baseline.json and the tables of docs/performance.md
  --profile   pages keep the names of functions, and each prints which of them took how long
npm run bench:check
  a quick look at ratios that must hold; fails where one does not`;

/** Reads the command line. Throws, with what to do, for what it does not know. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      subject: { type: 'string', multiple: true, default: [] },
      runs: { type: 'string' },
      quick: { type: 'boolean', default: false },
      baseline: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const check = positionals[0] === 'check';
  if (positionals.length > (check ? 1 : 0))
    throw new Error(`"${positionals.at(-1)}" is not understood.\n${USAGE}`);
  const runs = values.runs === undefined ? (values.quick ? 1 : 5) : Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs takes a number from 1, not ${values.runs}.`);
  const { only, subject: subjects, quick, baseline, profile } = values;
  return { only, subjects, runs, quick, baseline, check, profile };
}
