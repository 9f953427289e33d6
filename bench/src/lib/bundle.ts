/** Bundles code as a page that uses it would, and weighs it. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin, type Rolldown } from 'vite';

/** Bytes, minified and gzipped. */
export interface BundleSize {
  /** What a page loads before its first line of code runs. */
  readonly first: number;
  /** That, and all that it loads later, with `import()`. */
  readonly all: number;
}

type Output = Rolldown.RolldownOutput['output'];

const ENTRY = 'bundle:entry';
const NO_STYLES = '\0bundle:no-styles';

/** The module that is bundled, as if it stood in `folder`. */
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

/** The chunks that come with one, because it imports them or what it imports does; `later`: also those that it may load. */
function chunksOf(output: Output, name: string, later: boolean, found = new Set<string>()): Set<string> {
  const chunk = output.find(({ fileName }) => fileName === name);
  if (found.has(name) || chunk?.type !== 'chunk') return found;
  found.add(name);
  for (const next of [...chunk.imports, ...(later ? chunk.dynamicImports : [])])
    chunksOf(output, next, later, found);
  return found;
}

/** Builds for production. Vite leaves the process it runs in, and all that this starts later, in production: that is undone. */
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
        // The page's own business.
        modulePreload: false,
        rolldownOptions: {
          input: ENTRY,
          preserveEntrySignatures: 'strict',
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

/** The size of a module that is found from `folder`, without React and Vue; with the style sheets that it names itself. */
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
