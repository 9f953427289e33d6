import { bundle } from '../../bench/src/lib/bundle.ts';

/**
 * Bytes, minified and gzipped, without React and Vue: `first` is what a page loads before anything runs, `all` with what it may
 * load later. A little above what they were when they were set: who needs more raises them, and says why.
 * What is weighed is what was packed, as somebody gets it who installs it; the sources could give less.
 */
const budgets = {
  // To import is to take nothing: `sideEffects` says so, and bundlers believe it.
  'core, imported for nothing': { js: "import '@tailrace/core';", first: 50, all: 50 },
  'react, imported for nothing': { js: "import '@tailrace/react';", first: 50, all: 50 },
  'core, one function': { js: "export { stripAnsi } from '@tailrace/core';", first: 4_200, all: 4_200 },
  'core, all of it': { js: "export * from '@tailrace/core';", first: 69_700, all: 92_400 },
  'core, one backend': {
    js: "export { createLogStream, codespace } from '@tailrace/core';",
    first: 34_700,
    all: 54_950,
  },
  'hooks only': {
    js: "export { useLogStream, TailraceProvider } from '@tailrace/react';",
    first: 33_350,
    all: 53_600,
  },
  'Vue composables': {
    js: "export * from '@tailrace/vue';",
    first: 46_500,
    all: 69_300,
  },
  'react, core, virtual, CSS': {
    js: "export { LogViewer } from '@tailrace/react'; import '@tailrace/react/styles.css';",
    first: 90_200,
    all: 145_300,
  },
};

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** The names of what is held to a size. */
export const sized = Object.keys(budgets);

/** Bundles one of them from the packages that are installed in `folder`. Throws when it is larger than it may be; answers its size for a person. */
export async function checkSize(name, folder) {
  const { js, ...budget } = budgets[name];
  const size = await bundle(js, folder);
  const text = `${kB(size.first)} at first, ${kB(size.all)} with what comes later`;
  if (size.first > budget.first || size.all > budget.all)
    throw new Error(
      `${text}; it may be ${kB(budget.first)} and ${kB(budget.all)}. Make it smaller, or load it later; else raise the budget in scripts/lib/check-sizes.mjs and say why.`,
    );
  return text;
}
