/** Every snippet in the README and the docs compiles against the sources; a snippet that names a file equals it; every npm script exists. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { docsPages } from './lib/docs-pages.mjs';
import { root } from './lib/paths.mjs';

const work = join(root, '.cache', 'docs-snippets');

/** Fenced blocks in these languages, with the line where each starts. */
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
  it('contain only snippets that compile', async () => {
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    const counts = { ts: 0, tsx: 0, vue: 0 };
    for (const page of await docsPages()) {
      const text = await readFile(join(root, page), 'utf8');
      let setup = '';
      for (const { language, code, line } of snippets(text, ['ts', 'tsx', 'vue'])) {
        const name = `${page.replace(/[^\w]+/g, '-')}-${line}.${language}`;
        // A template belongs to the script above it. A snippet without imports is still a module.
        const script = `<script setup lang="ts">\n${setup}</script>\n`;
        await writeFile(join(work, name), language === 'vue' ? script + code : `${code}\nexport {};\n`);
        if (language === 'ts') setup = code;
        counts[language] += 1;
      }
    }
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(0);
    const options = {
      extends: '../../tsconfig.base.json',
      compilerOptions: {
        noEmit: true,
        noUnusedLocals: false,
        lib: ['ES2022', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
        jsx: 'react-jsx',
        allowJs: true,
        checkJs: true,
        // Test files may use their runner's globals.
        types: ['node', 'vitest/globals'],
      },
    };
    // The example that is a single page.
    const html = await readFile(join(root, 'examples', 'vanilla', 'index.html'), 'utf8');
    const [, script] = /<script type="module">\n([\s\S]*?)<\/script>/.exec(html);
    await writeFile(join(work, 'vanilla.js'), script);
    await writeFile(join(work, 'css.d.ts'), "declare module '*.css';\n");
    /** A compiler's messages about these files. */
    const compile = async (tool, ...include) => {
      const project = join(work, `${tool}.json`);
      await writeFile(project, JSON.stringify({ ...options, include }));
      return promisify(execFile)(join(root, 'node_modules', '.bin', tool), ['-p', project], {
        cwd: root,
      }).then(
        () => '',
        (error) => String(error.stdout),
      );
    };
    expect(await Promise.all([compile('tsc', '*.ts', '*.tsx', '*.js'), compile('vue-tsc', '*.vue')])).toEqual(
      ['', ''],
    );
  }, 120_000);

  it('contain only JavaScript and CSS that can be parsed', async () => {
    const wrong = [];
    let count = 0;
    for (const page of await docsPages()) {
      const text = await readFile(join(root, page), 'utf8');
      for (const { language, code, line } of snippets(text, ['js', 'css'])) {
        const { warnings } = await transform(code, { loader: language }).catch((error) => ({
          warnings: error.errors,
        }));
        wrong.push(...warnings.map((warning) => `${page}:${line}: ${warning.text}`));
        count += 1;
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(1);
  });

  it('mention only existing npm scripts', async () => {
    const scripts = async (folder) =>
      Object.keys(JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')).scripts);
    const own = await scripts('.');
    const missing = [];
    let count = 0;
    for (const page of await docsPages()) {
      const text = await readFile(join(root, page), 'utf8');
      for (const { code } of snippets(text, ['sh']))
        for (const [command, name, rest] of code.matchAll(
          /npm (?:run (?:--silent )?)?([\w:]+)([^\n&|#]*)/g,
        )) {
          if (!command.startsWith('npm run') && !['start', 'test'].includes(name)) continue;
          // A script of a workspace, or of the page that the reader has created.
          const workspace = /--workspace[ =]@tailrace\/example-(\S+)/.exec(rest)?.[1];
          const known = workspace === undefined ? own : await scripts(`examples/${workspace}`);
          count += 1;
          if (!known.includes(name)) missing.push(`${page}: ${command}`);
        }
    }
    expect(missing).toEqual([]);
    expect(count).toBeGreaterThan(10);
  });

  it('quote nginx.conf exactly', async () => {
    const plain = (text) =>
      text
        .replace(/#.*/g, '')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
    const whole = plain(await readFile(join(root, 'docs', 'nginx.conf'), 'utf8'));
    const [block] = snippets(await readFile(join(root, 'docs', 'proxies.md'), 'utf8'), ['nginx']);
    expect(plain(block.code).filter((line) => !whole.includes(line))).toEqual([]);
  });

  it('quote files exactly', async () => {
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
