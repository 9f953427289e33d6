import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const sheets = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /^(?:panels|styles\W.*)\.css$/.test(file),
);
const lines = sheets.flatMap((sheet) =>
  readFileSync(new URL(sheet, import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.trim()),
);

it('sets user-select with its prefix, too, which Safari needs', () => {
  const plain = lines.filter((line) => line.startsWith('user-select:'));
  expect(plain.length).toBeGreaterThan(0);
  expect(lines.filter((line) => line.startsWith('-webkit-user-select:'))).toEqual(
    plain.map((line) => `-webkit-${line}`),
  );
});

it('gives a box to what a line says: without one, WebKit marks all lines below, too, at three clicks', () => {
  const rules = lines.join('\n').match(/\[data-tailrace='content'\] \{[^}]*/g) ?? [];
  expect(rules.filter((rule) => rule.includes('display: flex'))).toHaveLength(1);
  expect(rules.filter((rule) => rule.includes('display: contents'))).toEqual([]);
});
