/** Bundles code as a page that uses it would, and weighs it. */
import { relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

/** Bytes, minified and gzipped. */
export interface BundleSize {
  /** What a page loads before its first line of code runs. */
  readonly first: number;
  /** That, and all that it loads later, with `import()`. */
  readonly all: number;
}

/** The files that come with one, because it imports them or what it imports does; `later`: also those that it may load. */
function filesOf(
  outputs: Metafile['outputs'],
  entry: string,
  later: boolean,
  found = new Set<string>(),
): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const { path, kind } of outputs[entry]?.imports ?? [])
    if (later || kind === 'import-statement') filesOf(outputs, path, later, found);
  return found;
}

/** The size of a module that is found from `folder`, without React. */
export async function bundle(contents: string, loader: 'js' | 'css', folder: string): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, loader, resolveDir: folder },
    absWorkingDir: folder,
    // Else the repository's tsconfig.json would lead to the sources, and nobody installs those.
    tsconfigRaw: {},
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    outdir: 'out',
    external: ['react', 'react-dom', 'react/jsx-runtime', 'vue', '*.woff2', '*.svg'],
    loader: { '.css': loader === 'css' ? 'css' : 'empty' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const { outputs } = metafile;
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint !== undefined) ?? '';
  // Not simply all that there is: what nobody imports is written, too.
  const [atFirst, ever] = [filesOf(outputs, entry, false), filesOf(outputs, entry, true)];
  let first = 0;
  let all = 0;
  for (const { path, contents: text } of outputFiles) {
    const file = relative(folder, path).replaceAll('\\', '/');
    const { length } = gzipSync(text, { level: 9 });
    if (atFirst.has(file)) first += length;
    if (ever.has(file)) all += length;
  }
  return { first, all };
}
