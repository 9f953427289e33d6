/** Every relative link in the README and the docs leads to a file, and every anchor to a heading; every guide is in the index. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { docsPages } from './lib/docs-pages.mjs';
import { anchorsOf, linksOf } from './lib/markdown-links.mjs';
import { home as repository } from './lib/outside-links.mjs';
import { root } from './lib/paths.mjs';

/** A package's README is also read on npm, so its links to the guides are absolute. */
const home = `${repository}/blob/main/`;

const read = (page) => readFile(join(root, page), 'utf8');

describe('links of the docs', () => {
  it('lead to existing files and headings', async () => {
    const dead = [];
    let count = 0;
    for (const page of await docsPages()) {
      for (const { target, line } of linksOf(await read(page))) {
        const own = target.startsWith(home);
        if (!own && /^[a-z][a-z\d+.-]*:/i.test(target)) continue; // another site: see check-links.mjs
        if (target.startsWith('?path=/')) continue; // a story: see e2e/storybook.test.ts
        count += 1;
        const [path, anchor] = (own ? target.slice(home.length) : target).split('#');
        const folder = own ? '' : dirname(page);
        const file = path === '' ? page : posix.join(folder, decodeURIComponent(path));
        if (!existsSync(join(root, file))) dead.push(`${page}:${line} → ${target}: there is no ${file}`);
        else if (anchor !== undefined && !anchorsOf(await read(file)).includes(decodeURIComponent(anchor)))
          dead.push(`${page}:${line} → ${target}: ${file} has no such heading`);
      }
    }
    expect(dead).toEqual([]);
    expect(count).toBeGreaterThan(50);
  });

  it('from a package to the repository are absolute, because npm shows them elsewhere', async () => {
    const lost = [];
    for (const page of (await docsPages()).filter((name) => /^packages[\\/][^\\/]+[\\/]README/.test(name)))
      for (const { target } of linksOf(await read(page)))
        if (target.startsWith('.')) lost.push(`${page}: ${target}`);
    expect(lost).toEqual([]);
  });

  it('reach every guide from docs/README.md', async () => {
    const listed = new Set(
      linksOf(await read('docs/README.md')).map(({ target }) => target.replace(/^\.\//, '')),
    );
    const guides = (await readdir(join(root, 'docs'))).filter(
      (name) => name.endsWith('.md') && name !== 'README.md',
    );
    expect(guides.filter((guide) => !listed.has(guide))).toEqual([]);
  });
});

describe('reading Markdown', () => {
  it('finds links and pictures, and none in code', () => {
    const text = [
      '[a](./a.md) and ![b](b.svg "title")',
      '`[no](no.md)`',
      '```md',
      '[no](no.md)',
      '```',
      '[c]: ./c.md#d',
      '<img src="e.png">',
    ].join('\n');
    expect(linksOf(text)).toEqual([
      { target: './a.md', line: 1 },
      { target: 'b.svg', line: 1 },
      { target: './c.md#d', line: 6 },
      { target: 'e.png', line: 7 },
    ]);
  });

  it('makes anchors as GitHub does', () => {
    const text =
      '# The `--since` flag, and more!\n## Same\n```\n# no heading\n```\n## Same\n### [Linked](./x.md) words_here';
    expect(anchorsOf(text)).toEqual(['the---since-flag-and-more', 'same', 'same-1', 'linked-words_here']);
  });
});
