import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { forwardSignals } from './forward-signals.mjs';
import { inRoot, root } from './paths.mjs';

/** Runs a tool from node_modules under this Node, at this terminal. Answers its exit status. */
export function runTool(script, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [inRoot('node_modules', script), ...args], {
      cwd: root,
      stdio: 'inherit',
    });
    const undo = forwardSignals(child);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      undo();
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}
