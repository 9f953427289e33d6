import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { runQuietly } from '../lib/run-quietly.mjs';
import { installed, packageIn } from './installed.mjs';

/** The same as {@link installed}, which must be there. */
function need(name, from) {
  const place = installed(name, from);
  if (place === undefined) throw new Error(`${name} is not installed for ${from}. Run: npm ci`);
  return place;
}

/**
 * A folder with node_modules like those that `npm install` of the tarballs makes, without a network: ours are unpacked, what
 * others published is linked to what this workspace has. It must lie outside the workspace, where nothing that a package
 * forgot to declare is found by accident.
 * @param {string} folder is made
 * @param {{ name: string, tarball: string }[]} packed the tarballs to install
 * @param {{ from: string, extra: readonly string[] }} peers `extra` is what the consumer itself depends on, taken from the
 * node_modules that a file in `from` would see: one React or the other
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
      // Linked, it would find the workspace's React. A copy finds the one of this folder.
      cpSync(source, place, { recursive: true, dereference: true });
      for (const dependency of Object.keys(dependencies)) add(dependency, need(dependency, source));
    }
  };
  for (const name of extra) add(name, need(name, from));
  for (const { name } of packed)
    for (const dependency of Object.keys(packageIn(join(modules, '@tailrace', name)).dependencies ?? {}))
      if (!dependency.startsWith('@tailrace/')) add(dependency, need(dependency, inRoot('packages', name)));
}
