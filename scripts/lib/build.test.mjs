/** In a fresh clone, `npm run example <name>` and `npm run api:update` must find everything they need built. */
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { published } from '../packages/published.mjs';
import { parts } from './build.mjs';
import { inRoot } from './paths.mjs';

describe('what is built before a command runs', () => {
  it('is every package that is published', () => {
    expect(parts).toEqual(expect.arrayContaining(published.map((name) => `packages/${name}`)));
  });

  it('is every package that an example imports', async () => {
    const missing = [];
    for (const name of await readdir(inRoot('examples'))) {
      if (name.endsWith('.md')) continue;
      const { dependencies } = JSON.parse(await readFile(inRoot('examples', name, 'package.json'), 'utf8'));
      for (const dependency of Object.keys(dependencies))
        if (
          dependency.startsWith('@tailrace/') &&
          !parts.includes(dependency.replace('@tailrace', 'packages'))
        )
          missing.push(`${name}: ${dependency}`);
    }
    expect(missing).toEqual([]);
  });
});
