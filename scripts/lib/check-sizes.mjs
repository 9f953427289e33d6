import { bundle } from '../../bench/src/lib/bundle.ts';
import { inRoot } from './paths.mjs';

/**
 * Bytes, minified and gzipped, without React and Vue: `first` is what a page loads before anything runs, `all` with what it may load
 * later. A little above what they were when they were set: who needs more raises them, and says why. Set anew for packed lines,
 * the block-wise search, histograms, the recorder, and rows that are drawn past React.
 */
const budgets = {
  'core, all of it': { js: "export * from '@tailrace/core';", first: 72_500, all: 90_000 },
  'core, one backend': {
    js: "export { createLogStream, codespace } from '@tailrace/core';",
    first: 35_800,
    all: 50_500,
  },
  'hooks only': {
    js: "export { useLogStream, TailraceProvider } from '@tailrace/react';",
    first: 34_200,
    all: 49_000,
  },
  'Vue composables': {
    js: "export * from '@tailrace/vue';",
    first: 47_800,
    all: 65_000,
  },
  'react, core, virtual, CSS': {
    js: "export { LogViewer } from '@tailrace/react';",
    css: "@import '@tailrace/react/styles.css';",
    first: 116_500,
    all: 134_500,
  },
};

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** The names of what is held to a size. */
export const sized = Object.keys(budgets);

/** Bundles one of them from the built packages. Throws when it is larger than it may be; answers its size for a person. */
export async function checkSize(name) {
  const { js, css, ...budget } = budgets[name];
  const code = await bundle(js, 'js', inRoot());
  const styles = css === undefined ? { first: 0, all: 0 } : await bundle(css, 'css', inRoot());
  const size = { first: code.first + styles.first, all: code.all + styles.all };
  const text = `${kB(size.first)} at first, ${kB(size.all)} with what comes later`;
  if (size.first > budget.first || size.all > budget.all)
    throw new Error(
      `${text}; it may be ${kB(budget.first)} and ${kB(budget.all)}. Make it smaller, or load it later; else raise the budget in scripts/lib/check-sizes.mjs and say why.`,
    );
  return text;
}
