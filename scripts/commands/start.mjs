import { ensureBuilt } from '../lib/build.mjs';
import { inRoot } from '../lib/paths.mjs';
import { runTailrace } from './tailrace.mjs';

/** Shows the dashboard. Arguments go to `tailrace serve`; a command after `--` takes the demo process's place. */
export async function run(args) {
  await ensureBuilt();
  const own = args.includes('--') ? [] : ['--', process.execPath, inRoot('scripts', 'demo-process.mjs')];
  await runTailrace(['serve', ...args, ...own]);
}
