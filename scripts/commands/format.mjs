import { runTool } from '../lib/run-tool.mjs';

/** Formats the named files, or all. */
export async function run(args) {
  const files = args.length === 0 ? ['.'] : args;
  process.exitCode = await runTool('prettier/bin/prettier.cjs', ['--write', '--log-level', 'warn', ...files]);
}
