import { runTool } from '../lib/run-tool.mjs';

/** Formats every file, or those named. */
export async function run(args) {
  const files = args.length === 0 ? ['.'] : args;
  process.exitCode = await runTool('prettier/bin/prettier.cjs', ['--write', '--log-level', 'warn', ...files]);
}
