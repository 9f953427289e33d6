import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of an installed package, resolved as Node does, or undefined. */
export function installed(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(place)) return place;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The package.json in a folder. */
export const packageIn = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
