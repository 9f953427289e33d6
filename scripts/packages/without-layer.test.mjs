import { expect, it } from 'vitest';
import { withoutLayer } from './without-layer.mjs';

it('takes the rules out of their layer, and leaves what is around it', () => {
  const css = '@property --a {\n}\n@layer tailrace {\n  a {\n    color: red;\n  }\n}\nb {\n}\n';
  expect(withoutLayer(css)).toBe('@property --a {\n}\n  a {\n    color: red;\n  }\nb {\n}\n');
});

it('refuses a stylesheet without a layer', () => {
  expect(() => withoutLayer('a {\n}\n')).toThrow(/no layer/);
});
