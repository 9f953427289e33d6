import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const lines = ['styles.css', 'panels.css'].flatMap((sheet) =>
  readFileSync(new URL(sheet, import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.trim()),
);

it('keeps the mouse from marking what is not the log in Safari too, which knows the property by its prefix alone', () => {
  const plain = lines.filter((line) => line.startsWith('user-select:'));
  expect(plain.length).toBeGreaterThan(0);
  expect(lines.filter((line) => line.startsWith('-webkit-user-select:'))).toEqual(
    plain.map((line) => `-webkit-${line}`),
  );
});
