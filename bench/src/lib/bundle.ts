/** Bundles code as a page that uses it would, and measures its size. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin, type Rolldown } from 'vite';

/** Bytes, minified and gzipped. */
export interface BundleSize {
  /** What a page loads before any of its code runs. */
  readonly first: number;
  /** The same, plus everything it may load later with `import()`. */
  readonly all: number;
}

type Output = Rolldown.RolldownOutput['output'];

const ENTRY = 'bundle:entry';
const NO_STYLES = '\0bundle:no-styles';

/** The module to bundle, as if it were a file in `folder`. */
function entry(contents: string, folder: string): Plugin {
  const file = join(folder, 'bundle-entry.js');
  return {
    name: 'bundle-entry',
    enforce: 'pre',
    resolveId(id, importer) {
      if (id === ENTRY) return file;
      return id.endsWith('.css') && importer !== file ? NO_STYLES : undefined;
    },
    load: (id) => (id === file ? contents : id === NO_STYLES ? '' : undefined),
  };
}

/** A chunk and those it imports, directly or indirectly; `later`: also those it may load with `import()`. */
function chunksOf(output: Output, name: string, later: boolean, found = new Set<string>()): Set<string> {
  const chunk = output.find(({ fileName }) => fileName === name);
  if (found.has(name) || chunk?.type !== 'chunk') return found;
  found.add(name);
  for (const next of [...chunk.imports, ...(later ? chunk.dynamicImports : [])])
    chunksOf(output, next, later, found);
  return found;
}

/** Builds for production. Vite sets NODE_ENV for the whole process, which is undone afterwards. */
async function buildOnly(contents: string, folder: string): Promise<Output> {
  const { NODE_ENV } = process.env;
  try {
    const built = await build({
      configFile: false,
      root: folder,
      publicDir: false,
      logLevel: 'silent',
      plugins: [entry(contents, folder)],
      build: {
        write: false,
        assetsInlineLimit: 0,
        // The preloading of chunks, and its polyfill, are the page's choice.
        modulePreload: false,
        rolldownOptions: {
          input: ENTRY,
          // A page's entry may share its code with the chunks that are loaded later. As a library's (`strict`), it would be split into many small ones.
          preserveEntrySignatures: 'allow-extension',
          external: ['react', 'react-dom', 'react/jsx-runtime', 'vue'],
        },
      },
    });
    return (built as Rolldown.RolldownOutput).output;
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

/** The size of a module whose imports are resolved from `folder`, without React and Vue, with the stylesheets that it imports. */
export async function bundle(contents: string, folder: string): Promise<BundleSize> {
  const output = await buildOnly(contents, folder);
  const start = output.find((file) => file.type === 'chunk' && file.isEntry)?.fileName ?? '';
  const [atFirst, ever] = [chunksOf(output, start, false), chunksOf(output, start, true)];
  let first = 0;
  let all = 0;
  for (const file of output) {
    const text = file.type === 'chunk' ? file.code : file.source;
    const { length } = gzipSync(text, { level: 9 });
    const styles = file.fileName.endsWith('.css');
    if (styles || atFirst.has(file.fileName)) first += length;
    if (styles || ever.has(file.fileName)) all += length;
  }
  return { first, all };
}
