import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandName } from '../args/command.js';
import { UsageError } from '../usage-error.js';

/** Refuses a folder where an option takes a file. */
export function refuseFolder(option: string, file: string, cwd: string, command: CommandName): void {
  const path = resolve(cwd, file);
  if (existsSync(path) && statSync(path).isDirectory())
    throw new UsageError(`${option} takes a file, but ${file} is a folder.`, command);
}
