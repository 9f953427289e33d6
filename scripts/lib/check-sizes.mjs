import { bundle } from '../../bench/src/lib/bundle.ts';

/**
 * Bytes, minified and gzipped, without React and Vue: `first` is what a page loads before anything runs, `all` with what it may load
 * later. A little above what they were when they were set: who needs more raises them, and says why. Set anew for packed lines,
 * the block-wise search, histograms, the recorder, rows that are drawn past React, and the looks under forced colours. Weighed as they are packed: what a page gets
who installs them, and not what the sources could give.
 */
const budgets = {
  // To import is to take nothing: `sideEffects` says so, and bundlers believe it.
  'core, imported for nothing': { js: "import '@tailrace/core';", first: 50, all: 50 },
  'react, imported for nothing': { js: "import '@tailrace/react';", first: 50, all: 50 },
  'core, one function': { js: "export { stripAnsi } from '@tailrace/core';", first: 8_500, all: 8_500 },
  'core, all of it': { js: "export * from '@tailrace/core';", first: 73_500, all: 90_700 },
  'core, one backend': {
    js: "export { createLogStream, codespace } from '@tailrace/core';",
    first: 36_900,
    all: 51_300,
  },
  'hooks only': {
    js: "export { useLogStream, TailraceProvider } from '@tailrace/react';",
    first: 37_100,
    all: 51_500,
  },
  'Vue composables': {
    js: "export * from '@tailrace/vue';",
    first: 49_000,
    all: 66_200,
  },
  'react, core, virtual, CSS': {
    js: "export { LogViewer } from '@tailrace/react';",
    css: "@import '@tailrace/react/styles.css';",
    first: 116_800,
    all: 134_800,
  },
};

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** The names of what is held to a size. */
export const sized = Object.keys(budgets);

/** Bundles one of them from the packages that are installed in `folder`. Throws when it is larger than it may be; answers its size for a person. */
export async function checkSize(name, folder) {
  const { js, css, ...budget } = budgets[name];
  const code = await bundle(js, 'js', folder);
  const styles = css === undefined ? { first: 0, all: 0 } : await bundle(css, 'css', folder);
  const size = { first: code.first + styles.first, all: code.all + styles.all };
  const text = `${kB(size.first)} at first, ${kB(size.all)} with what comes later`;
  if (size.first > budget.first || size.all > budget.all)
    throw new Error(
      `${text}; it may be ${kB(budget.first)} and ${kB(budget.all)}. Make it smaller, or load it later; else raise the budget in scripts/lib/check-sizes.mjs and say why.`,
    );
  return text;
}
