/** `npm run bench`: measures, prints a table and writes the results. Called by scripts/commands/bench.mjs. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname } from 'node:path';
import { BENCHES } from './benches/index.ts';
import { checkBounds } from './check.ts';
import { startBrowsers } from './lib/browsers.ts';
import { buildPages } from './lib/build-pages.ts';
import { formatRows } from './lib/format.ts';
import { runInterleaved, type Say } from './lib/interleave.ts';
import { describeMachine } from './lib/machine.ts';
import { readOptions, USAGE, type Options } from './lib/options.ts';
import { paths } from './lib/paths.ts';
import { merged, type Report } from './lib/report.ts';
import type { Row } from './lib/results.ts';
import { median } from './lib/statistics.ts';
import { writeDoc } from './write-doc.ts';

function write(path: string, report: Report): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(report, undefined, 2)}\n`);
}

function subjectsOf(bench: (typeof BENCHES)[number], options: Options): readonly string[] {
  if (options.subjects.length === 0) return bench.subjects;
  return bench.subjects.filter((name) => name === bench.reference || options.subjects.includes(name));
}

async function measure(options: Options, say: Say): Promise<void> {
  const wanted = BENCHES.filter(
    ({ name }) => options.only.length === 0 || options.only.some((begin) => name.startsWith(begin)),
  );
  if (wanted.length === 0)
    throw new Error(
      `No bench has such a name. The benches are: ${BENCHES.map(({ name }) => name).join(', ')}.`,
    );
  const browsers = await startBrowsers(paths.pages, options.profile);
  const rows: Row[] = [];
  const loads: number[] = [];
  const report = (): Report => ({
    machine: describeMachine(browsers.version),
    runs: options.runs,
    quick: options.quick,
    load: Math.round(median(loads) * 10) / 10,
    rows,
  });
  try {
    for (const bench of wanted) {
      const context = { browsers, quick: options.quick };
      rows.push(...(await runInterleaved(bench, subjectsOf(bench, options), options.runs, context, say)));
      loads.push(loadavg()[0] ?? 0);
      // After each bench, so that an interrupted run keeps its results.
      write(paths.latest, report());
    }
  } finally {
    await browsers.close();
  }
  process.stdout.write(`${formatRows(rows)}\n`);
  if (!options.baseline) return;
  const before = existsSync(paths.baseline)
    ? (JSON.parse(readFileSync(paths.baseline, 'utf8')) as Report)
    : undefined;
  const order = BENCHES.map(({ name }) => name);
  write(paths.baseline, merged(before, report(), order));
  await writeDoc();
}

/** Resolves to the exit status. */
export async function main(args: readonly string[], say: Say): Promise<number> {
  const options = readOptions(args);
  if (options === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  say('building the pages …');
  await buildPages(options.profile);
  if (options.check) return (await checkBounds(say)) ? 0 : 1;
  await measure(options, say);
  return 0;
}
