/** What a page has to load, minified and gzipped, without React. From the built packages, as a bundler finds them. */
import { fileURLToPath } from 'node:url';
import type { Bench } from '../bench.ts';
import { bundle } from '../lib/bundle.ts';
import type { Sample } from '../lib/results.ts';

const CSS = "@import '@tailrace/react/styles.css';";

/** What is bundled, by name. */
const ENTRIES: Readonly<Record<string, { readonly js: string; readonly css?: string }>> = {
  'core, all of it': { js: "export * from '@tailrace/core';" },
  'core, one backend': { js: "export { createLogStream, codespace } from '@tailrace/core';" },
  'react, core, virtual, CSS': { js: "export { LogViewer } from '@tailrace/react';", css: CSS },
  'melloware, all of it': { js: "export { LazyLog } from '@melloware/react-logviewer';" },
  'patternfly, without CSS': {
    js: "export { LogViewer, LogViewerSearch } from '@patternfly/react-log-viewer';",
  },
};

const folderOf = (subject: string): string =>
  fileURLToPath(new URL(/^(core|react)/.test(subject) ? '../..' : '../../peers', import.meta.url));

async function run(subject: string): Promise<readonly Sample[]> {
  const entry = ENTRIES[subject];
  if (!entry) throw new Error(`There is no bundle "${subject}".`);
  const folder = folderOf(subject);
  const js = await bundle(entry.js, 'js', folder);
  const css = entry.css === undefined ? undefined : await bundle(entry.css, 'css', folder);
  return [
    { metric: 'loaded at first', value: (js.first + (css?.first ?? 0)) / 1000 },
    { metric: 'with what comes later', value: (js.all + (css?.all ?? 0)) / 1000 },
  ];
}

export const bundleBench: Bench = {
  name: 'bundle',
  metrics: [
    { name: 'loaded at first', unit: 'kB' },
    { name: 'with what comes later', unit: 'kB' },
  ],
  subjects: Object.keys(ENTRIES),
  reference: 'melloware, all of it',
  exact: true,
  run,
};
