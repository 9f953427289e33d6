import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The folders and files that the benches read and write. */
export const paths = {
  bench: here('../..'),
  pages: here('../../dist'),
  peers: here('../../peers'),
  latest: here('../../results/latest.json'),
  baseline: here('../../results/baseline.json'),
  doc: here('../../../docs/performance.md'),
} as const;
