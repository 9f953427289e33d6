import { spawn } from 'node:child_process';
import { root } from './paths.mjs';
import { SetupError } from './say.mjs';

/**
 * Runs a program without showing its output. If it fails, the output goes to stderr, and a SetupError says what failed.
 * `label` names the program in that message.
 */
export async function runQuietly(program, args, label, options = {}) {
  const output = [];
  const { code, signal } = await new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }));
  });
  if (code === 0) return;
  process.stderr.write(Buffer.concat(output));
  throw new SetupError(`${label} failed (${signal ?? `exit status ${code}`}); see its output above.`);
}
