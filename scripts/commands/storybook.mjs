import { inRoot } from '../lib/paths.mjs';
import { runTool } from '../lib/run-tool.mjs';

/** Starts Storybook on http://127.0.0.1:6006; with `build` as the first argument, builds the static site into storybook-static/. */
export async function run(args) {
  const isBuild = args[0] === 'build';
  const rest = isBuild ? args.slice(1) : args;
  const own = isBuild
    ? ['build', '--output-dir', inRoot('storybook-static')]
    : ['dev', '--port', '6006', '--host', '127.0.0.1', '--no-open'];
  process.exitCode = await runTool('storybook/dist/bin/dispatcher.js', [
    ...own,
    '--disable-telemetry',
    ...rest,
  ]);
}
