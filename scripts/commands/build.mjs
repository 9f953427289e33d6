import { runTool } from '../lib/run-tool.mjs';

/** Builds every workspace. Arguments go to turbo (`npm run build -- --force`). */
export async function run(args) {
  process.exitCode = await runTool('turbo/bin/turbo', ['run', 'build', ...args]);
}
