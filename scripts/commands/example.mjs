import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { ensureBuilt } from '../lib/build.mjs';
import { forwardSignals } from '../lib/forward-signals.mjs';
import { npmProgram } from '../lib/npm-program.mjs';
import { inRoot } from '../lib/paths.mjs';
import { SetupError } from '../lib/say.mjs';

const scriptsOf = (name) =>
  JSON.parse(readFileSync(inRoot('examples', name, 'package.json'), 'utf8')).scripts;

/** `npm run example <name> -- <arguments>`: builds what the example needs and starts it. */
export async function run([name, ...args]) {
  const names = readdirSync(inRoot('examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && scriptsOf(entry.name).start !== undefined)
    .map((entry) => entry.name);
  if (!names.includes(name)) throw new SetupError(`name an example: npm run example <${names.join('|')}>`);
  await ensureBuilt();
  const [program, first] = npmProgram();
  const child = spawn(program, [...first, 'start', '--silent', '--', ...args], {
    cwd: inRoot('examples', name),
    stdio: 'inherit',
    env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` },
  });
  forwardSignals(child);
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
