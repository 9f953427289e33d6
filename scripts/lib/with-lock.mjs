import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tools } from './paths.mjs';
import { say } from './say.mjs';

const folder = join(tools, 'lock');
const owner = join(folder, 'pid');

function isAbandoned() {
  let pid;
  try {
    pid = Number(readFileSync(owner, 'utf8'));
  } catch {
    // No owner yet: the lock is just being taken, unless that was long ago.
    try {
      return Date.now() - statSync(folder).mtimeMs > 10_000;
    } catch {
      return false;
    }
  }
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Runs `work` while no other script of this checkout installs or builds: two `npm ci` at once would break each other. */
export async function withLock(work) {
  mkdirSync(tools, { recursive: true });
  let told = false;
  for (;;) {
    try {
      mkdirSync(folder);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (isAbandoned()) rmSync(folder, { recursive: true, force: true });
      else {
        if (!told) say('another command is installing or building; waiting for it …');
        told = true;
        await sleep(200);
      }
    }
  }
  const release = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', release);
  try {
    writeFileSync(owner, String(process.pid));
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
}
