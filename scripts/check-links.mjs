// Checks every link from the README and the docs to another site.
//
//   node scripts/check-links.mjs
//
// Not part of `npm test`, which needs no network; CI runs it separately. docs-links.test.mjs checks links within the repository.
import { readFile } from 'node:fs/promises';
import { docsPages } from './lib/docs-pages.mjs';
import { outsideLinks, whyDead } from './lib/outside-links.mjs';
import { inRoot } from './lib/paths.mjs';

const pages = new Map();
for (const page of await docsPages())
  for (const address of outsideLinks(await readFile(inRoot(page), 'utf8')))
    pages.set(address, [...(pages.get(address) ?? []), page]);

let dead = 0;
for (const [address, where] of pages) {
  const why = await whyDead(address, fetch);
  console.log(
    `${why === undefined ? 'ok    ' : 'FAILED'} ${address}${why === undefined ? '' : ` ${why}; in ${where.join(', ')}`}`,
  );
  if (why !== undefined) dead += 1;
}
process.exitCode = dead > 0 ? 1 : 0;
