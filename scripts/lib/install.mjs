import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { npmProgram } from './npm-program.mjs';
import { inRoot } from './paths.mjs';
import { runQuietly } from './run-quietly.mjs';
import { say, since } from './say.mjs';
import { withLock } from './with-lock.mjs';

const stamp = inRoot('node_modules', '.tailrace-install');

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');

const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();

/** Records that node_modules matches package-lock.json. npm runs it after each install (the root's `prepare`). */
export function markInstalled() {
  if (existsSync(inRoot('node_modules'))) writeFileSync(stamp, lockHash());
}

/** `npm ci`, unless node_modules already matches package-lock.json. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await withLock(async () => {
    if (isInstalled()) return;
    const start = performance.now();
    say('installing dependencies (npm ci, about a minute) …');
    const [program, first] = npmProgram();
    await runQuietly(program, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=warn'], 'npm ci', {
      shell: process.platform === 'win32' && program === 'npm',
    });
    markInstalled();
    say(`dependencies installed (${since(start)}).`);
  });
}
