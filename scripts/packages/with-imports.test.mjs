import { expect, it } from 'vitest';
import { withImports } from './with-imports.mjs';

const files = {
  './a.css': 'a {\n  color: red;\n}\n',
  './b.css': 'b {\n  color: red;\n}\n',
};

it('puts files in the place of their imports, in one block for each layer', () => {
  const css = `/* Of letters. */
@import './a.css';
@import './a.css' layer(letters);
@import './b.css' layer(letters);
@import './b.css' layer(others);
c {
}
`;
  expect(withImports(css, (path) => files[path])).toBe(`/* Of letters. */
a {
  color: red;
}
@layer letters {
  a {
    color: red;
  }

  b {
    color: red;
  }
}
@layer others {
  b {
    color: red;
  }
}
c {
}
`);
});

it('leaves a stylesheet without imports as it is', () => {
  expect(withImports(files['./a.css'], () => '')).toBe(files['./a.css']);
});
