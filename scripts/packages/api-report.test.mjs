import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { apiReport, differences } from './api-report.mjs';

let folder;
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The report of a package with these files, whose entries are `index` and `more`. */
function reportOf(files) {
  folder = mkdtempSync(join(tmpdir(), 'api-report-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const entry = (name, specifier) => ({ specifier, types: join(folder, name) });
  return apiReport([
    entry('index.d.ts', 'pack'),
    ...('more.d.ts' in files ? [entry('more.d.ts', 'pack/more')] : []),
  ]);
}

describe('an API report', () => {
  const chunk =
    'interface B { readonly a: Inner }\ntype Inner = string;\ndeclare function a(b: B): void;\nexport { a as x, type B as y, type Inner as z };\n';

  it('does not depend on the names of chunks, the order of declarations, or comments', async () => {
    const one = await reportOf({
      'chunk-A1.d.ts': chunk,
      'index.d.ts': "export { x as a, y as B, z as Inner } from './chunk-A1.js';\n",
    });
    rmSync(folder, { recursive: true });
    const other = await reportOf({
      'index.d.ts':
        '/** Why. */\ndeclare function a(b: B): void;\ntype Inner = string;\ninterface B {\n  /** What. */ readonly a: Inner;\n}\nexport { type B, type Inner, a };\n',
    });
    expect(one).toBe(other);
    expect(one).toMatch(/export interface B[\s\S]*export type Inner = string[\s\S]*export function a/);
  });

  it('is refused if users see a type that they cannot name', async () => {
    const files = {
      'index.d.ts':
        "import { Hidden } from './chunk-A1.js';\nexport interface A { readonly a: Hidden }\nexport {};\n",
      'chunk-A1.d.ts': 'interface Deeper { b: 1 }\nexport interface Hidden { readonly deeper: Deeper }\n',
    };
    await expect(reportOf(files)).rejects.toThrow(/exports of pack .*Deeper, Hidden/);
    rmSync(folder, { recursive: true });
    const named = "export { Hidden as B } from './chunk-A1.js';\n";
    const more = { 'chunk-A1.d.ts': 'export interface Hidden { b: 1 }\n' };
    expect(await reportOf({ ...files, ...more, 'index.d.ts': files['index.d.ts'] + named })).toContain(
      'export { Hidden as B };',
    );
  });

  it('shows a removed member like a diff', async () => {
    const before = await reportOf({ 'index.d.ts': 'export interface A { one: 1; two: 2 }\n' });
    rmSync(folder, { recursive: true });
    const after = await reportOf({ 'index.d.ts': 'export interface A { one: 1; three: 3 }\n' });
    expect(differences(before, after)).toBe('-     two: 2;\n+     three: 3;');
  });

  it('says where a type comes from, and does not repeat what another entry has printed', async () => {
    const report = await reportOf({
      'index.d.ts': "import { Z } from 'zoo';\nexport interface A { z: Z }\n",
      'more.d.ts':
        "import { A } from './index.js';\nexport { A };\nexport declare const b: A;\nexport { b as default };\n",
    });
    expect(report).toContain("import { Z } from 'zoo';");
    expect(report.split("declare module 'pack/more'")[1]).toBe(
      " {\n  import { A } from 'pack';\n\n  export const b: A;\n\n  export { A, b as default };\n}\n",
    );
  });
});
