/** Writes the tables of the baseline between their markers in docs/performance.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { bundleBench } from './benches/bundles.ts';
import { BENCHES } from './benches/index.ts';
import { figure, formatMarkdown } from './lib/format.ts';
import { paths } from './lib/paths.ts';
import { formatTargets } from './targets.ts';
import type { Report } from './lib/report.ts';

/** Replaces the text between two markers of the page. */
function between(page: string, name: string, content: string): string {
  const begin = `<!-- ${name}: begin -->`;
  const end = `<!-- ${name}: end -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/performance.md lacks "${begin}" or "${end}".`);
  return `${page.slice(0, from + begin.length)}\n\n${content}\n\n${page.slice(to)}`;
}

function withTables(page: string, { machine, load, rows }: Report): string {
  const counts = rows.filter(({ bench }) => bench !== bundleBench.name).map(({ runs }) => runs);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const runs = least === most ? `${least}` : `${least} to ${most}`;
  const parts = [
    `Medians of ${runs} interleaved runs: ${machine.processors} × ${machine.processor}, ${machine.memory}, ${machine.system}, Node ${machine.node}, Chromium ${machine.chromium}. Load average during the run: ${figure(load)}.`,
  ];
  for (const bench of BENCHES) {
    const own = rows.filter((row) => row.bench === bench.name);
    if (own.length > 0) parts.push(`### ${bench.name}`, formatMarkdown(own, bench.reference));
  }
  const referenceOf = (name: string): string => BENCHES.find((bench) => bench.name === name)?.reference ?? '';
  const targets = between(page, 'targets', formatTargets(rows, referenceOf));
  return between(targets, 'measured', parts.join('\n\n'));
}

/** The page with the tables of the baseline. */
export async function documented(): Promise<string> {
  const page = readFileSync(paths.doc, 'utf8');
  const report = JSON.parse(readFileSync(paths.baseline, 'utf8')) as Report;
  const config = await resolveConfig(paths.doc);
  return format(withTables(page, report), { ...config, parser: 'markdown' });
}

/** Writes the page. */
export async function writeDoc(): Promise<void> {
  writeFileSync(paths.doc, await documented());
}
