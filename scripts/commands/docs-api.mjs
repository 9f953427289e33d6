import { runTool } from '../lib/run-tool.mjs';

/** Generates the API reference from the comments in the code, into the ignored docs/api. A broken link makes it fail. */
export async function run(args) {
  process.exitCode = await runTool('typedoc/bin/typedoc', args);
}
