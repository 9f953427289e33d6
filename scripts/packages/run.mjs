import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program and answers what it printed, both ways; a failure's message is that. */
export async function run(program, args, options = {}) {
  try {
    const { stdout, stderr } = await execute(program, args, {
      maxBuffer: 32 * 1024 * 1024,
      // Where something hangs, this is when it is given up.
      timeout: 240_000,
      ...options,
    });
    return { stdout, stderr };
  } catch (error) {
    throw new Error(`${error.stdout ?? ''}${error.stderr ?? ''}`.trim() || error.message, { cause: error });
  }
}

/** The same with this Node, in a folder; answers stdout. */
export const node = async (folder, ...args) => (await run(process.execPath, args, { cwd: folder })).stdout;
