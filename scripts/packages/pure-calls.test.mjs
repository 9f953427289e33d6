import { describe, expect, it } from 'vitest';
import { markPureCalls } from './pure-calls.mjs';

describe('marking pure calls', () => {
  it('marks calls that initialise a variable, including inner ones', () => {
    expect(markPureCalls('const a = wrap(new Map([pair()]));\nexport var b = { c: d.e() };')).toBe(
      'const a = /* @__PURE__ */ wrap(/* @__PURE__ */ new Map([/* @__PURE__ */ pair()]));\n' +
        'export var b = { c: /* @__PURE__ */ d.e() };',
    );
  });

  it('does not mark statements, or code that runs later', () => {
    const code =
      'begin();\nfor (const a of b()) c(a);\nconst d = () => e();\nclass F { g = h(); }\nvar i = class { static j = k(); };';
    expect(markPureCalls(code)).toBe(code);
  });
});
