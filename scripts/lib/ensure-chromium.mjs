import { existsSync, readFileSync } from 'node:fs';
import { chromiumMissing, findChromium } from '../find-chromium.mjs';
import { runQuietly } from './run-quietly.mjs';
import { SetupError, say, since } from './say.mjs';

/** Only Debian itself: Ubuntu's chromium package is a snap, which does not run in a container. */
const isDebianAsRoot = () =>
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  existsSync('/etc/os-release') &&
  /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));

function find() {
  try {
    return findChromium();
  } catch (error) {
    throw new SetupError(error.message);
  }
}

/** The path of a Chromium. If there is none, it is installed (as root on Debian), or a SetupError says what to do. */
export async function ensureChromium() {
  const found = find();
  if (found !== undefined) return found;
  if (!isDebianAsRoot()) throw new SetupError(chromiumMissing);
  const start = performance.now();
  say('no Chromium found; installing it (apt-get install chromium, a minute or two) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await runQuietly('apt-get', ['update'], 'apt-get update', { env });
    await runQuietly(
      'apt-get',
      ['install', '-y', '--no-install-recommends', 'chromium'],
      'apt-get install chromium',
      { env },
    );
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    throw new SetupError(`${error.message}\n${chromiumMissing}`);
  }
  const installed = find();
  if (installed === undefined) throw new SetupError(chromiumMissing);
  say(`Chromium installed (${since(start)}).`);
  return installed;
}
