/** Every TypeScript snippet of the README and the docs compiles against the sources, and one that names a file is that file. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { docsPages } from './lib/docs-pages.mjs';
import { root } from './lib/paths.mjs';

const work = join(root, '.cache', 'docs-snippets');

/** Fenced blocks of a language, with the line they begin at. */
function snippets(text, languages) {
  const found = [];
  const fence = /^```(\w+)[^\n]*\n([\s\S]*?)^```/gm;
  for (const match of text.matchAll(fence)) {
    if (!languages.includes(match[1])) continue;
    found.push({ language: match[1], code: match[2], line: text.slice(0, match.index).split('\n').length });
  }
  return found;
}

afterAll(() => rm(work, { recursive: true, force: true }));

describe('the docs', () => {
  it('hold no snippet that does not compile', async () => {
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    let count = 0;
    for (const page of await docsPages()) {
      const text = await readFile(join(root, page), 'utf8');
      for (const { language, code, line } of snippets(text, ['ts', 'tsx'])) {
        const name = `${page.replace(/[^\w]+/g, '-')}-${line}.${language}`;
        // A snippet without an import is a module all the same.
        await writeFile(join(work, name), `${code}\nexport {};\n`);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(1);
    await writeFile(
      join(work, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../tsconfig.base.json',
        compilerOptions: {
          noEmit: true,
          noUnusedLocals: false,
          lib: ['ES2022', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
          jsx: 'react-jsx',
          // Test files may lean on their runner's globals.
          types: ['node', 'vitest/globals'],
        },
        include: ['*.ts', '*.tsx'],
      }),
    );
    await writeFile(join(work, 'css.d.ts'), "declare module '*.css';\n");
    const tsc = join(root, 'node_modules', '.bin', 'tsc');
    const output = await promisify(execFile)(tsc, ['-p', work], { cwd: root }).then(
      () => '',
      (error) => String(error.stdout),
    );
    expect(output).toBe('');
  }, 120_000);

  it('show of a file what it is', async () => {
    const others = [];
    for (const page of await docsPages()) {
      const text = await readFile(join(root, page), 'utf8');
      for (const [, file, code] of text.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```/gm)) {
        if ((await readFile(join(root, file), 'utf8')) !== code) others.push(`${page}: ${file}`);
      }
    }
    expect(others).toEqual([]);
  });
});
