import { parseArgs } from 'node:util';

/** The options of `npm run bench`. */
export interface Options {
  /** Only benches whose names begin with one of these. */
  readonly only: readonly string[];
  /** Only these subjects, and the reference of each bench. */
  readonly subjects: readonly string[];
  readonly runs: number;
  readonly quick: boolean;
  /** Also write the results to the committed baseline. */
  readonly baseline: boolean;
  readonly check: boolean;
  /** Print a profile of each page. */
  readonly profile: boolean;
}

/** Printed for `--help` and after a mistake. */
export const USAGE = `npm run bench -- [--only <bench> …] [--subject <name> …] [--runs N] [--quick] [--baseline] [--profile]
  --only      only benches whose names begin like this, such as "view 1M" or flood; may be repeated
  --subject   only these subjects, and the reference of each bench; may be repeated
  --runs      interleaved runs of each bench, default 5
  --quick     fewer lines, shorter floods, one run: a first impression, no reliable numbers
  --baseline  also write the results to bench/results/baseline.json and the tables of docs/performance.md
  --profile   print how long each function of a page took
npm run bench:check
  checks the most important ratios quickly; fails if one is out of bounds`;

/** Parses the command line. Throws an error with the usage for anything it does not know. */
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
    throw new Error(`Unexpected argument "${positionals.at(-1)}".\n${USAGE}`);
  const runs = values.runs === undefined ? (values.quick ? 1 : 5) : Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs takes a whole number of at least 1, not ${values.runs}.`);
  const { only, subject: subjects, quick, baseline, profile } = values;
  return { only, subjects, runs, quick, baseline, check, profile };
}
