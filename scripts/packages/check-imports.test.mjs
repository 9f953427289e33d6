import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkImports } from './check-imports.mjs';

let folder;
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The faults found in a package with these files; `index.js` and `index.d.ts` are its entry. */
function faultsOf(files, dependencies = {}, name = 'some') {
  folder = mkdtempSync(join(tmpdir(), 'imports-'));
  const all = {
    'dist/index.js': '',
    'dist/index.d.ts': '',
    ...files,
    'package.json': JSON.stringify({
      name,
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
      dependencies,
    }),
  };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  try {
    checkImports(folder, Object.keys(all));
    return '';
  } catch (error) {
    return error.message;
  }
}

describe('imports of a packed package', () => {
  it('may be its own files, declared dependencies, and Node modules', () => {
    const files = {
      'dist/index.js':
        "import 'a/b';\nimport { readFile } from 'node:fs';\nconst later = async () => (await import('./late.js')).x;",
      'dist/late.js': "require('@c/d');",
      'dist/index.d.ts': "export type T = import('./types.js').T;",
      'dist/types.d.ts': "import { E } from 'a';\nexport type T = E;",
    };
    expect(faultsOf(files, { a: '1', '@c/d': '1' })).toBe('');
  });

  it.each([
    ["import 'a';", {}, 'dist/index.js imports a. Add it to the dependencies'],
    ['', { a: '1' }, 'Nothing imports a. Remove it'],
    ["export * from './gone.js';", {}, 'imports ./gone.js, which is not packed'],
  ])('are reported: %s with %o', (code, dependencies, fault) => {
    expect(faultsOf({ 'dist/index.js': code }, dependencies)).toContain(fault);
  });

  it('are reported even if only types need an undeclared package', () => {
    expect(faultsOf({ 'dist/index.d.ts': "import { A } from 'a';\nexport type B = A;" })).toContain(
      'dist/index.d.ts imports a.',
    );
  });

  it('reveal a file that an older build left', () => {
    expect(faultsOf({ 'dist/chunk-OLD.js': '' })).toContain('Nothing imports dist/chunk-OLD.js.');
  });

  it('must not be Node modules in core, which runs in browsers', () => {
    expect(faultsOf({ 'dist/index.js': "import 'fs';" }, {}, '@tailrace/core')).toContain(
      'which only Node has',
    );
  });
});
