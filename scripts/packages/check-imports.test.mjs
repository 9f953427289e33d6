import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkImports } from './check-imports.mjs';

let folder;
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What is said of a package with these files; `index.js` and `index.d.ts` are its entry. */
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
  it('may be of its own files, of what is declared, and of Node', () => {
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
    ['', { a: '1' }, 'Nothing imports a. Take it out'],
    ["export * from './gone.js';", {}, 'imports ./gone.js, which is not packed'],
  ])('are told of: %s with %o', (code, dependencies, fault) => {
    expect(faultsOf({ 'dist/index.js': code }, dependencies)).toContain(fault);
  });

  it('are told of where only types need what is not declared', () => {
    expect(faultsOf({ 'dist/index.d.ts': "import { A } from 'a';\nexport type B = A;" })).toContain(
      'dist/index.d.ts imports a.',
    );
  });

  it('miss no file that an older build left', () => {
    expect(faultsOf({ 'dist/chunk-OLD.js': '' })).toContain('Nothing leads to dist/chunk-OLD.js.');
  });

  it('are none of Node in core, which runs in browsers', () => {
    expect(faultsOf({ 'dist/index.js': "import 'fs';" }, {}, '@tailrace/core')).toContain(
      'which only Node has',
    );
  });
});
