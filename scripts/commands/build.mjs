import { spawnSync } from 'node:child_process';
import { turbo } from '../lib/build.mjs';
import { root } from '../lib/paths.mjs';

/** Builds every workspace. Arguments go to turbo (`npm run build -- --force`). */
export function run(args) {
  const [program, first] = turbo('build', ...args);
  process.exitCode = spawnSync(program, first, { cwd: root, stdio: 'inherit' }).status ?? 1;
}
