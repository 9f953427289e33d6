import { access, constants, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a directory, and those above it, unless they exist; rejects if no file can be made in it. Node's own `recursive` never
 * settles where a file system refuses with ENOENT, as `/proc` does.
 */
export async function makeDirectory(path: string, isRetry = false): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return access(`${path}/.`, constants.W_OK);
    if (code !== 'ENOENT' || isRetry || dirname(path) === path) throw error;
    await makeDirectory(dirname(path));
    await makeDirectory(path, true);
  }
}
