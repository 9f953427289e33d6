import { readFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';

/** The folders of the published packages, in the order of their dependencies. */
export const published = ['core', 'react', 'vue', 'mock-server', 'cli'];

/** A published package's package.json. */
export const manifest = (name) => JSON.parse(readFileSync(inRoot('packages', name, 'package.json'), 'utf8'));

/** The entries that users import to run code (not styles, not package.json), with the paths of their types. */
export function codeEntries(name) {
  return Object.entries(manifest(name).exports)
    .filter(([, target]) => target.import !== undefined)
    .map(([path, target]) => ({
      path,
      specifier: `@tailrace/${name}${path.slice(1)}`,
      types: inRoot('packages', name, target.import.types),
    }));
}
