import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { apiReport, differences } from './api-report.mjs';
import { codeEntries } from './published.mjs';

const reportOf = (name) => inRoot('packages', name, 'api.d.ts');

/** Throws if the built API differs from the committed report. */
export async function checkApi(name) {
  const path = reportOf(name);
  const committed = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const built = await apiReport(codeEntries(name));
  if (built === committed) return;
  throw new Error(
    `The public API differs from packages/${name}/api.d.ts:\n${differences(committed, built)}\n` +
      `If the change is intended, run: npm run api:update\nand commit the report, with a changeset (npx changeset).`,
  );
}

/** Regenerates a package's report from its build. Resolves to whether it changed. */
export async function updateApi(name) {
  const path = reportOf(name);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const built = await apiReport(codeEntries(name));
  if (built !== before) writeFileSync(path, built);
  return built !== before;
}
