/** Puts the tables of the baseline between their marks in docs/performance.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { BENCHES } from './benches/index.ts';
import { formatMarkdown } from './lib/format.ts';
import { paths } from './lib/paths.ts';
import type { Report } from './lib/report.ts';

const BEGIN = '<!-- measured: begin -->';
const END = '<!-- measured: end -->';

/** The page with the tables of this report. Throws where the page has no marks. */
export function withTables(page: string, { machine, runs, rows }: Report): string {
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from < 0 || to < from) throw new Error(`docs/performance.md lacks "${BEGIN}" or "${END}".`);
  const parts = [
    `Medians of ${runs} interleaved runs: ${machine.processors} × ${machine.processor}, ${machine.memory}, ${machine.system}, Node ${machine.node}, Chromium ${machine.chromium}.`,
  ];
  for (const bench of BENCHES) {
    const own = rows.filter((row) => row.bench === bench.name);
    if (own.length > 0) parts.push(`### ${bench.name}`, formatMarkdown(own, bench.reference));
  }
  return `${page.slice(0, from + BEGIN.length)}\n\n${parts.join('\n\n')}\n\n${page.slice(to)}`;
}

/** The page as it should be. */
export async function documented(): Promise<string> {
  const page = readFileSync(paths.doc, 'utf8');
  const report = JSON.parse(readFileSync(paths.baseline, 'utf8')) as Report;
  const config = await resolveConfig(paths.doc);
  return format(withTables(page, report), { ...config, parser: 'markdown' });
}

/** Writes it. */
export async function writeDoc(): Promise<void> {
  writeFileSync(paths.doc, await documented());
}
