import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { installed, packageIn } from './installed.mjs';
import { manifest } from './published.mjs';

/** Licences that require no more than a notice. */
const allowed = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
];

/** Whether an SPDX expression allows choosing one of them. */
export const isAllowed = (licence) =>
  licence
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => allowed.includes(choice));

/** Everything that is installed with a package. */
function closure(name) {
  const found = new Map();
  const add = (dependencies, from) => {
    for (const dependency of Object.keys(dependencies ?? {})) {
      const folder = installed(dependency, from);
      if (folder === undefined || found.has(folder)) continue;
      const its = packageIn(folder);
      found.set(folder, its);
      add({ ...its.dependencies, ...its.optionalDependencies }, folder);
    }
  };
  add(manifest(name).dependencies, inRoot('packages', name));
  return [...found.values()];
}

/** Third-party packages whose code is bundled into a package's files, according to their source maps. */
function bundled(folder, files) {
  const names = new Set();
  for (const file of files.filter((path) => path.endsWith('.map')))
    for (const source of JSON.parse(readFileSync(join(folder, file), 'utf8')).sources) {
      const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
      if (name !== undefined) names.add(name);
    }
  return [...names];
}

function licenceText(name) {
  const folder = installed(name, inRoot('packages', 'core'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return readFileSync(join(folder, file), 'utf8').trim();
}

/** The licences in Vite's list of what it bundled: `## react - 19.3.1 (MIT)`. */
const vitesList = (text) =>
  [...text.matchAll(/^## (\S+) - \S+(?: \((.+)\))?$/gm)].map(([, name, license]) => ({ name, license }));

/**
 * Throws if a package installs something with a licence that is not allowed, or bundles third-party code without its notice.
 * Returns how many third-party packages are installed with it, and which ones its files contain.
 * @param folder the unpacked package
 * @param files its files
 */
export function checkLicences(name, folder, files) {
  const faults = [];
  const check = ({ name: other, license }) => {
    if (!isAllowed(license ?? ''))
      faults.push(
        `${other} has the licence "${license ?? 'none'}". Remove the dependency, or allow the licence in scripts/packages/check-licences.mjs.`,
      );
  };
  const others = closure(name).filter((one) => !one.name.startsWith('@tailrace/'));
  others.forEach(check);
  const inside = bundled(folder, files);
  const noticePath = join(folder, 'THIRD-PARTY-NOTICES.md');
  const notices = existsSync(noticePath) ? readFileSync(noticePath, 'utf8') : '';
  for (const one of inside)
    if (!notices.includes(licenceText(one)))
      faults.push(
        `The build contains code of ${one}. Add its name and licence to packages/${name}/THIRD-PARTY-NOTICES.md.`,
      );
  if (notices !== '' && inside.length === 0)
    faults.push(`The build contains no third-party code: remove packages/${name}/THIRD-PARTY-NOTICES.md.`);
  // The dashboard is a page that contains React; its build writes the notices.
  if (files.some((file) => file.startsWith('dist/dashboard/'))) {
    const path = 'dist/dashboard/third-party-licences.md';
    const list = files.includes(path) ? vitesList(readFileSync(join(folder, path), 'utf8')) : [];
    if (!list.some((one) => one.name === 'react-dom')) faults.push(`${path} does not name react-dom.`);
    list.filter((one) => !one.name.startsWith('@tailrace/')).forEach(check);
    inside.push(...list.map((one) => one.name));
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return { installed: others.length, inside };
}
