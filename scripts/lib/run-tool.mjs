import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { forwardSignals } from './forward-signals.mjs';
import { inRoot, root } from './paths.mjs';

/**
 * Runs a tool from node_modules under this Node, in this terminal. Resolves to its exit status. For tools that run at the same time as
 * others, `print` is called once with everything the tool printed.
 */
export function runTool(script, args, print) {
  return new Promise((resolve, reject) => {
    const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
    const child = spawn(process.execPath, [inRoot('node_modules', script), ...args], {
      cwd: root,
      ...(print
        ? { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...colour } }
        : { stdio: 'inherit' }),
    });
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    const undo = forwardSignals(child);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      undo();
      if (output.length > 0) print(Buffer.concat(output));
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}
