import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandName } from '../args/command.js';
import { UsageError } from '../usage-error.js';

/** Refuses a folder, and a pipe or a device: it cannot be followed like a file, nor be replaced by one. */
export function checkFile(option: string, file: string, cwd: string, command: CommandName): void {
  const path = resolve(cwd, file);
  const found = existsSync(path) ? statSync(path) : undefined;
  if (found === undefined || found.isFile()) return;
  const what = found.isDirectory() ? 'a folder' : 'a pipe or a device';
  throw new UsageError(`${option} takes a file, but ${file} is ${what}.`, command);
}
