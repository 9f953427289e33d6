import ts from 'typescript';

const mark = '/* @__PURE__ */ ';

/**
 * Marks every call that initialises a variable of a module as free of side effects.
 *
 * package.json says `sideEffects: false`, but bundlers apply that only to whole files, and our build is one file. Without the
 * marks, `const LogViewer = forwardRef(…)` would bring the viewer into every page that uses a hook.
 * @param code an ES module
 */
export function markPureCalls(code) {
  const source = ts.createSourceFile('module.js', code, ts.ScriptTarget.ESNext);
  const places = new Set();
  const visit = (node) => {
    // Code inside a function or class runs later, so it does not matter here.
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) places.add(node.getStart(source));
    ts.forEachChild(node, visit);
  };
  source.statements.filter(ts.isVariableStatement).forEach(visit);
  let marked = '';
  let done = 0;
  for (const place of [...places].sort((a, b) => a - b)) {
    marked += code.slice(done, place) + mark;
    done = place;
  }
  return marked + code.slice(done);
}

/** The same as a plugin for tsup. Source maps are not adjusted: only columns move, by the length of the mark. */
export const pureCalls = {
  name: 'pure-calls',
  renderChunk(code) {
    return this.format === 'esm' ? { code: markPureCalls(code) } : undefined;
  },
};
