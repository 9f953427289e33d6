import { build } from 'esbuild';

/**
 * The source files that a module needs at run time, including itself; files with only types are left out.
 * @param entry a path relative to the working folder
 */
export async function modulesOf(entry) {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    packages: 'external',
    tsconfig: 'tsconfig.build.json',
    jsx: 'automatic',
    write: false,
    metafile: true,
    outdir: 'modules-of',
    logLevel: 'error',
  });
  return Object.keys(metafile.inputs);
}
