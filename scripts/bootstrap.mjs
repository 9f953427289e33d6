// Every root script starts here: node scripts/bootstrap.mjs <command> [arguments]
//
// A fresh clone may have only Node ≥ 20.19 and npm. This file has no dependencies, and installs what is missing: a recent enough
// Node (into the ignored .tools/), and node_modules according to package-lock.json. Then it runs scripts/commands/<command>.mjs, in
// this process if possible, so that stdin, signals and exit status are those of the command.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './lib/install.mjs';
import { continueUnderRecentNode } from './lib/node-runtime.mjs';
import { inRoot } from './lib/paths.mjs';
import { SetupError, say } from './lib/say.mjs';

/** Turns off the telemetry of the tools. */
const noTelemetry = {
  DO_NOT_TRACK: '1',
  STORYBOOK_DISABLE_TELEMETRY: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  TURBO_TELEMETRY_DISABLED: '1',
};

const [command = '', ...args] = process.argv.slice(2);
const script = inRoot('scripts', 'commands', `${command}.mjs`);

try {
  if (!/^[a-z-]+$/.test(command) || !existsSync(script))
    throw new SetupError(`there is no command "${command}". "npm run" lists the commands.`);
  if (!(await continueUnderRecentNode())) {
    Object.assign(process.env, noTelemetry);
    await ensureInstalled();
    const { run } = await import(pathToFileURL(script).href);
    await run(args);
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
