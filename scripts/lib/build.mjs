import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inRoot, root, tools } from './paths.mjs';
import { published } from '../packages/published.mjs';
import { runQuietly } from './run-quietly.mjs';
import { say, since } from './say.mjs';
import { withLock } from './with-lock.mjs';

const stamp = join(tools, 'build');

/** The workspaces that the command and the examples need. */
export const parts = [...published.map((name) => `packages/${name}`), 'examples/dashboard-react'];
/** For Turbo: builds only these. The end-to-end tests build the other examples, as their README files say. */
export const buildFilters = parts.map((part) => `--filter=./${part}`);
const shared = ['package-lock.json', 'tsconfig.base.json', 'turbo.json', 'scripts/packages/pure-calls.mjs'];
const products = [
  'packages/core/dist/index.js',
  'packages/react/dist/index.js',
  'packages/vue/dist/index.js',
  'packages/mock-server/dist/index.js',
  'packages/cli/dist/bin.js',
  'examples/dashboard-react/dist/index.html',
];

const skippedFolders = new Set(['node_modules', 'dist', '.turbo', 'coverage']);
const isIgnored = (name) => /\.(?:test|stories)\.tsx?$|\.md$|\.log$|\.tsbuildinfo$/.test(name);

function* sourcesOf(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) yield* sourcesOf(path);
    } else if (entry.isFile() && !isIgnored(entry.name)) yield path;
  }
}

function sourceHash() {
  const hash = createHash('sha256');
  const add = (path) => {
    const content = readFileSync(path);
    hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
  };
  for (const path of shared) add(inRoot(path));
  for (const part of parts) for (const path of sourcesOf(inRoot(part))) add(path);
  return hash.digest('hex');
}

const isBuilt = (hash) =>
  existsSync(stamp) &&
  readFileSync(stamp, 'utf8') === hash &&
  products.every((path) => existsSync(inRoot(path)));

/** Builds the packages and the dashboard, unless the last build was made from the same sources. */
export async function ensureBuilt() {
  if (isBuilt(sourceHash())) return;
  await withLock(async () => {
    const hash = sourceHash();
    if (isBuilt(hash)) return;
    const start = performance.now();
    say('building …');
    const turbo = inRoot('node_modules', 'turbo', 'bin', 'turbo');
    const args = ['run', 'build', ...buildFilters, '--output-logs=errors-only'];
    await runQuietly(process.execPath, [turbo, ...args], 'the build');
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, hash);
    say(`built (${since(start)}).`);
  });
}
