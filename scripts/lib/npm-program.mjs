import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** How to start npm: [program, first arguments]. Prefers the npm next to the running Node. */
export function npmProgram(env = process.env) {
  const bin = dirname(process.execPath);
  const candidates = [
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    env.npm_execpath ?? '',
  ];
  const script = candidates.find((path) => basename(path) === 'npm-cli.js' && existsSync(path));
  return script === undefined ? ['npm', []] : [process.execPath, [script]];
}
