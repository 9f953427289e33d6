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

/** What the benches compare with is large, and nothing else needs it: it is installed here and not with the rest. */
async function ensurePeers() {
  const folder = inRoot('bench', 'peers');
  const stamp = join(folder, 'node_modules', '.tailrace-install');
  const wanted = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const start = performance.now();
  say('installing what the benches compare with (about 300 MB, once) …');
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
