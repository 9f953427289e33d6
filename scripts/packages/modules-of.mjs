import { build } from 'esbuild';

/**
 * The source files that a module runs with, itself among them: those that are types alone are not.
 * @param entry a path below the working folder
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
