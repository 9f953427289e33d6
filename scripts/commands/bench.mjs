import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from '../lib/build.mjs';
import { ensureChromium } from '../lib/ensure-chromium.mjs';
import { npmProgram } from '../lib/npm-program.mjs';
import { inRoot } from '../lib/paths.mjs';
import { runQuietly } from '../lib/run-quietly.mjs';
import { say, since } from '../lib/say.mjs';

/** Installs the libraries to compare with. They are large and nothing else needs them, so they are not part of the normal install. */
async function ensurePeers() {
  const folder = inRoot('bench', 'peers');
  const stamp = join(folder, 'node_modules', '.tailrace-install');
  const wanted = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const start = performance.now();
  say('installing the libraries to compare with (about 300 MB, only once) …');
  const [program, first] = npmProgram();
  await runQuietly(program, [...first, 'ci', '--no-audit', '--no-fund'], 'npm ci in bench/peers', {
    cwd: folder,
    shell: process.platform === 'win32' && program === 'npm',
  });
  writeFileSync(stamp, wanted);
  say(`installed (${since(start)}).`);
}

/** `npm run bench` and `npm run bench:check` (`bench check`). Arguments: `npm run bench -- --help`. */
export async function run(args) {
  await ensureBuilt();
  await ensurePeers();
  process.env.TAILRACE_CHROMIUM = await ensureChromium();
  process.env.NODE_ENV = 'production';
  const { main } = await import(pathToFileURL(inRoot('bench', 'src', 'main.ts')).href);
  process.exitCode = await main(args, say);
}
