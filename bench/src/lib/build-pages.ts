import { build } from 'vite';
import { paths } from './paths.ts';

/** Builds the pages for production, from the built packages. `named`: functions keep their names. */
export async function buildPages(named: boolean): Promise<void> {
  if (named) process.env['BENCH_NAMES'] = '1';
  await build({ configFile: `${paths.bench}/vite.config.ts` });
}
