import { spawn } from 'node:child_process';
import { inRoot, root } from './paths.mjs';

/** Runs a tool from node_modules under this Node, at this terminal. Answers its exit status. */
export function runTool(script, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [inRoot('node_modules', script), ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    // Ctrl-C reaches the tool by itself; staying alive lets it finish and its exit status be told.
    const stay = () => undefined;
    const handOn = () => child.kill('SIGTERM');
    process.on('SIGINT', stay);
    process.on('SIGTERM', handOn);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', stay);
      process.off('SIGTERM', handOn);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}
