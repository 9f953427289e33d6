import { pathToFileURL } from 'node:url';
import { ensureBuilt } from '../lib/build.mjs';
import { inRoot } from '../lib/paths.mjs';

/** Runs the `tailrace` command in this process, so that stdin, signals and exit status are those of the command. */
export async function runTailrace(args) {
  const bin = inRoot('packages', 'cli', 'dist', 'bin.js');
  process.argv = [process.execPath, bin, ...args];
  await import(pathToFileURL(bin).href);
}

export async function run(args) {
  await ensureBuilt();
  // npm changed to the repository's root, but paths on the command line are relative to where it was typed.
  if (process.env.INIT_CWD !== undefined) process.chdir(process.env.INIT_CWD);
  await runTailrace(args);
}
