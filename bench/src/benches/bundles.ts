/** What a page has to load, minified and gzipped, without React. From the built packages, as a bundler finds them. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Bench } from '../bench.ts';
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

/** Bytes of a module, gzipped; and how many bytes of the minified text came from which file. */
export async function bundle(
  contents: string,
  loader: 'js' | 'css',
  folder: string,
): Promise<{ readonly gzip: number; readonly inputs: Readonly<Record<string, number>> }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, loader, resolveDir: folder },
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    outdir: 'out',
    external: ['react', 'react-dom', 'react/jsx-runtime', '*.woff2', '*.svg'],
    loader: { '.css': loader === 'css' ? 'css' : 'empty' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const [file] = outputFiles;
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output?.inputs ?? {}).map(
    ([path, { bytesInOutput }]) => [path, bytesInOutput] as const,
  );
  return {
    gzip: gzipSync(file?.contents ?? new Uint8Array(), { level: 9 }).length,
    inputs: Object.fromEntries(inputs),
  };
}

async function run(subject: string): Promise<readonly Sample[]> {
  const entry = ENTRIES[subject];
  if (!entry) throw new Error(`There is no bundle "${subject}".`);
  const folder = folderOf(subject);
  const js = await bundle(entry.js, 'js', folder);
  const css = entry.css === undefined ? undefined : await bundle(entry.css, 'css', folder);
  return [{ metric: 'minified + gzip', value: (js.gzip + (css?.gzip ?? 0)) / 1000 }];
}

export const bundleBench: Bench = {
  name: 'bundle',
  metrics: [{ name: 'minified + gzip', unit: 'kB' }],
  subjects: Object.keys(ENTRIES),
  reference: 'melloware, all of it',
  exact: true,
  run,
};
