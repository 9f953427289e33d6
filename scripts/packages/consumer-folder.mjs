import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { runQuietly } from '../lib/run-quietly.mjs';
import { installed, packageIn } from './installed.mjs';

/** Like {@link installed}, but throws if the package is missing. */
function need(name, from) {
  const place = installed(name, from);
  if (place === undefined) throw new Error(`${name} is not installed for ${from}. Run: npm ci`);
  return place;
}

/**
 * Creates a folder with node_modules as `npm install` of the tarballs would, without a network: our packages are unpacked, and
 * third-party packages are linked from this workspace. It must lie outside the workspace, so that undeclared dependencies are
 * not found by accident.
 * @param {string} folder is created
 * @param {{ name: string, tarball: string }[]} packed the tarballs to install
 * @param {{ from: string, extra: readonly string[] }} peers `extra` is what the consumer itself depends on, taken from the
 * node_modules visible from `from`, which decides the version of React
 */
export async function consumerFolder(folder, packed, { from, extra }) {
  const modules = join(folder, 'node_modules');
  for (const { name, tarball } of packed) {
    const place = join(modules, '@tailrace', name);
    mkdirSync(place, { recursive: true });
    await runQuietly('tar', ['-xzf', tarball, '-C', place, '--strip-components=1'], `unpacking ${tarball}`);
  }
  const add = (name, source) => {
    const place = join(modules, name);
    if (existsSync(place)) return;
    mkdirSync(dirname(place), { recursive: true });
    const { dependencies = {}, peerDependencies = {} } = packageIn(source);
    if (peerDependencies.react === undefined || name === 'react-dom') symlinkSync(source, place, 'junction');
    else {
      // A link would find the workspace's React; a copy finds the one in this folder.
      cpSync(source, place, { recursive: true, dereference: true });
      for (const dependency of Object.keys(dependencies)) add(dependency, need(dependency, source));
    }
  };
  for (const name of extra) add(name, need(name, from));
  for (const { name } of packed)
    for (const dependency of Object.keys(packageIn(join(modules, '@tailrace', name)).dependencies ?? {}))
      if (!dependency.startsWith('@tailrace/')) add(dependency, need(dependency, inRoot('packages', name)));
}
