import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program; resolves to its stdout and stderr, or rejects with them as the message. */
export async function run(program, args, options = {}) {
  try {
    const { stdout, stderr } = await execute(program, args, {
      maxBuffer: 32 * 1024 * 1024,
      // When a program counts as hanging.
      timeout: 240_000,
      ...options,
    });
    return { stdout, stderr };
  } catch (error) {
    throw new Error(`${error.stdout ?? ''}${error.stderr ?? ''}`.trim() || error.message, { cause: error });
  }
}

/** Runs this Node in a folder; resolves to its stdout. */
export const node = async (folder, ...args) => (await run(process.execPath, args, { cwd: folder })).stdout;
