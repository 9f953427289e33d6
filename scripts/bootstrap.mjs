// Every root script begins here: node scripts/bootstrap.mjs <command> [arguments]
//
// A fresh clone has nothing but some Node ≥ 20.19 and npm. This file needs no dependency and makes the rest true, doing only
// what is missing: a Node that is new enough (into the ignored .tools/), node_modules as package-lock.json says. Then
// scripts/commands/<command>.mjs runs, in this process where it can, so that stdin, signals and exit status are its own.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './lib/install.mjs';
import { continueUnderRecentNode } from './lib/node-runtime.mjs';
import { inRoot } from './lib/paths.mjs';
import { SetupError, say } from './lib/say.mjs';

/** The tools tell nobody what we do. */
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
    throw new SetupError(`there is no command "${command}". "npm run" lists what there is.`);
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
