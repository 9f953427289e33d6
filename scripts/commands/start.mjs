import { ensureBuilt } from '../lib/build.mjs';
import { inRoot } from '../lib/paths.mjs';
import { runTailrace } from './tailrace.mjs';

/** Serves the dashboard. Arguments go to `tailrace serve`; a command after `--` replaces the demo process. */
export async function run(args) {
  await ensureBuilt();
  const own = args.includes('--') ? [] : ['--', process.execPath, inRoot('scripts', 'demo-process.mjs')];
  await runTailrace(['serve', ...args, ...own]);
}
