import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { paths } from './lib/paths.ts';
import { documented } from './write-doc.ts';

it('docs/performance.md matches the baseline (npm run bench -- --baseline writes both)', async () => {
  expect(readFileSync(paths.doc, 'utf8')).toBe(await documented());
});

it('the baseline contains no path of the machine', () => {
  expect(readFileSync(paths.baseline, 'utf8')).not.toMatch(
    /"[^"]*(?:\/home\/|\/root\/|\/tmp\/|\/Users\/|:\\\\)[^"]*"/,
  );
});
