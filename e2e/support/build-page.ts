import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { vi } from 'vitest';
import { sourceAliases } from '../../scripts/source-aliases.mjs';
import { inRoot } from './paths.js';

/** A built page in a temporary folder. */
export interface BuiltPage {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Builds a page of `e2e/` for production, from the packages' sources or, like a user's project, from their builds. */
export async function buildPage(name: string, from: 'sources' | 'builds' = 'sources'): Promise<BuiltPage> {
  const folder = await mkdtemp(join(tmpdir(), `tailrace-${name}-`));
  // The test runner sets NODE_ENV to `test`, which would select React's development build.
  vi.stubEnv('NODE_ENV', 'production');
  try {
    await build({
      configFile: false,
      root: inRoot(`e2e/${name}`),
      logLevel: 'error',
      resolve: { alias: from === 'sources' ? sourceAliases : [] },
      build: { outDir: folder, emptyOutDir: true },
    });
  } finally {
    vi.unstubAllEnvs();
  }
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
