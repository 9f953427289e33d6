/** What a page has to load, minified and gzipped, without React; from the built packages, as a bundler resolves them. */
import { fileURLToPath } from 'node:url';
import type { Bench } from '../bench.ts';
import { bundle } from '../lib/bundle.ts';
import type { Sample } from '../lib/results.ts';

const CSS = "import '@tailrace/react/styles.css';";
const VIRTUAL = "export { useVirtualizer } from '@tanstack/react-virtual';";

/** The code to bundle, by name. */
const ENTRIES: Readonly<Record<string, string>> = {
  'core, all of it': "export * from '@tailrace/core';",
  'core, one backend': "export { createLogStream, codespace } from '@tailrace/core';",
  'react, core, virtual, CSS': `export { LogViewer } from '@tailrace/react'; ${CSS}`,
  // What others take up before our first line.
  "core's dependencies":
    "export { createParser } from 'eventsource-parser'; export { default } from 'reconnecting-websocket';",
  'react-virtual': VIRTUAL,
  'react-virtual + our CSS': `${VIRTUAL} ${CSS}`,
  'melloware, all of it': "export { LazyLog } from '@melloware/react-logviewer';",
  'patternfly, without CSS': "export { LogViewer, LogViewerSearch } from '@patternfly/react-log-viewer';",
};

const PEERS = /^(?:melloware|patternfly)/;

async function run(subject: string): Promise<readonly Sample[]> {
  const entry = ENTRIES[subject];
  if (entry === undefined) throw new Error(`Unknown bundle "${subject}".`);
  const folder = new URL(PEERS.test(subject) ? '../../peers' : '../..', import.meta.url);
  const { first, all } = await bundle(entry, fileURLToPath(folder));
  return [
    { metric: 'initial load', value: first / 1000 },
    { metric: 'total load', value: all / 1000 },
  ];
}

export const bundleBench: Bench = {
  name: 'bundle',
  metrics: [
    { name: 'initial load', unit: 'kB' },
    { name: 'total load', unit: 'kB' },
  ],
  subjects: Object.keys(ENTRIES),
  reference: 'melloware, all of it',
  exact: true,
  run,
};
