import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { apiReport, differences } from './api-report.mjs';
import { codeEntries } from './published.mjs';

const reportOf = (name) => inRoot('packages', name, 'api.d.ts');

/** Throws where the API that was built is not the one that was agreed on. */
export async function checkApi(name) {
  const path = reportOf(name);
  const agreed = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const built = await apiReport(codeEntries(name));
  if (built === agreed) return;
  throw new Error(
    `The public API is not what packages/${name}/api.d.ts says:\n${differences(agreed, built)}\n` +
      `If it is meant to change, run: npm run api:update\nand commit the report, with a changeset (npx changeset).`,
  );
}

/** Writes a package's report anew from what was built. Answers whether it changed. */
export async function updateApi(name) {
  const path = reportOf(name);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const built = await apiReport(codeEntries(name));
  if (built !== before) writeFileSync(path, built);
  return built !== before;
}
