import { bundle } from '../../bench/src/lib/bundle.ts';

/**
 * Bytes, minified and gzipped, without React and Vue: `first` is what a page loads at once, `all` includes what it may load
 * later. Each budget is a little above the size when it was set; whoever needs more raises it and says why. The packed packages are
 * measured, as users install them.
 */
const budgets = {
  // An unused import must cost nothing, as `sideEffects` promises to bundlers.
  'core, imported but unused': { js: "import '@tailrace/core';", first: 50, all: 50 },
  'react, imported but unused': { js: "import '@tailrace/react';", first: 50, all: 50 },
  'core, one function': { js: "export { stripAnsi } from '@tailrace/core';", first: 4_200, all: 4_200 },
  'core, all of it': { js: "export * from '@tailrace/core';", first: 72_500, all: 99_050 },
  'core, one backend': {
    js: "export { createLogStream, codespace } from '@tailrace/core';",
    first: 36_900,
    all: 60_550,
  },
  'hooks only': {
    js: "export { useLogStream, TailraceProvider } from '@tailrace/react';",
    first: 35_400,
    all: 59_050,
  },
  'Vue composables': {
    js: "export * from '@tailrace/vue';",
    first: 48_950,
    all: 75_650,
  },
  'react, core, virtual, CSS': {
    js: "export { LogViewer } from '@tailrace/react'; import '@tailrace/react/styles.css';",
    first: 93_500,
    all: 155_600,
  },
};

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** The names of the budgets. */
export const sized = Object.keys(budgets);

/** Bundles an entry from the packages installed in `folder`. Throws if it exceeds its budget; resolves to its size for people. */
export async function checkSize(name, folder) {
  const { js, ...budget } = budgets[name];
  const size = await bundle(js, folder);
  const text = `${kB(size.first)} at first, ${kB(size.all)} in all`;
  if (size.first > budget.first || size.all > budget.all)
    throw new Error(
      `${text}; the budget is ${kB(budget.first)} and ${kB(budget.all)}. Make it smaller or load it later, or raise the budget in scripts/lib/check-sizes.mjs and say why.`,
    );
  return text;
}
