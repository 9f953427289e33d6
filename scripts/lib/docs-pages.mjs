import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** Paths of the project's Markdown pages, relative to the root, except those that are installed, built or generated. */
export async function docsPages() {
  const listed = ['README.md', 'CONTRIBUTING.md'];
  for (const folder of ['docs', 'packages', 'examples', '.storybook']) {
    const entries = await readdir(join(root, folder), { recursive: true });
    listed.push(...entries.filter((name) => /\.mdx?$/.test(name)).map((name) => join(folder, name)));
  }
  return listed.filter((page) => !/node_modules|[\\/]dist[\\/]|docs[\\/]api[\\/]|CHANGELOG/.test(page));
}
