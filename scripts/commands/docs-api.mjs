import { runTool } from '../lib/run-tool.mjs';

/** The API reference, made from the comments in the code, into the ignored docs/api. A link that leads nowhere fails it. */
export async function run(args) {
  process.exitCode = await runTool('typedoc/bin/typedoc', args);
}
