import { fileURLToPath } from 'node:url';

/** An absolute path inside the repository. */
export const inRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The built command. */
export const tailraceBin = inRoot('packages/cli/dist/bin.js');

/** Screenshots go here; the folder is ignored by git. */
export const screenshots = inRoot('e2e/test-results');
