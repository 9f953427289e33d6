import { basename } from 'node:path';
import { captureCommand } from '../capture/capture-command.js';
import type { CaptureCommandOptions, CapturedCommand } from '../capture/capture-command.js';
import { captureFile } from '../capture/capture-file.js';
import type { CapturedFile } from '../capture/capture-file.js';
import type { Store } from '../store/store.js';

/** What a server is to capture. */
export interface CapturesOptions {
  /** A command to run and capture: its name and arguments. Its run is `process` unless `commandOptions` say otherwise. */
  readonly command?: readonly string[];
  readonly commandOptions?: CaptureCommandOptions;
  /** Growing files to follow; each run has the file's base name. */
  readonly files?: readonly string[];
}

/** What a server captures. */
export interface Captures {
  readonly command: CapturedCommand | undefined;
  readonly files: readonly CapturedFile[];
  /** Stops the command and closes the files. */
  stop(): Promise<void>;
}

/** Milliseconds a captured command has to exit after SIGTERM. */
const gracePeriod = 2000;

/** Starts capturing the command and the files. */
export function startCaptures(store: Store, options: CapturesOptions): Captures {
  const command = options.command && captureCommand(store, options.command, options.commandOptions);
  const files = (options.files ?? []).map((path) =>
    captureFile(store, path, { id: freeId(store, basename(path)) }),
  );
  return {
    command,
    files,
    stop: async () => {
      if (command) await stopCommand(command);
      await Promise.all(files.map((file) => file.stop()));
    },
  };
}

/** Sends SIGTERM, then SIGKILL after the grace period. */
async function stopCommand(command: CapturedCommand): Promise<void> {
  command.stop();
  const kill = setTimeout(() => {
    command.stop('SIGKILL');
  }, gracePeriod);
  // A failure to start is already reported in its run.
  await command.exit.catch(() => undefined);
  clearTimeout(kill);
}

/** Two files with the same name become two runs. */
function freeId(store: Store, wanted: string): string {
  let id = wanted;
  for (let n = 2; store.run(id); n++) id = `${wanted}-${n}`;
  return id;
}
