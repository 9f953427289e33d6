// Resolves the packages' names to their sources, so that tests and stories need no build and see changes at once.
import { fileURLToPath } from 'node:url';

const source = (path) => fileURLToPath(new URL(`../packages/${path}`, import.meta.url));

/** For Vite's `resolve.alias`. */
export const sourceAliases = [
  { find: /^@tailrace\/core$/, replacement: source('core/src/index.ts') },
  { find: /^@tailrace\/react$/, replacement: source('react/src/index.ts') },
  { find: /^@tailrace\/react\/styles\.css$/, replacement: source('react/src/styles.css') },
  { find: /^@tailrace\/react\/panels\.css$/, replacement: source('react/src/panels.css') },
  { find: /^@tailrace\/vue$/, replacement: source('vue/src/index.ts') },
  { find: /^@tailrace\/mock-server$/, replacement: source('mock-server/src/index.ts') },
  { find: /^@tailrace\/mock-server\/(node|browser)$/, replacement: source('mock-server/src/$1.ts') },
  { find: /^@tailrace\/mock-server\/server$/, replacement: source('mock-server/src/server/index.ts') },
];
