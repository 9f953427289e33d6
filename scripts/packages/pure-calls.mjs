import ts from 'typescript';

const mark = '/* @__PURE__ */ ';

/**
 * Marks every call that gives a module's variable its first value as one that does nothing else.
 *
 * package.json says `sideEffects: false`, and a bundler believes it of a whole file alone. Our build is one file: without the
 * marks, `const LogViewer = forwardRef(…)` brings the viewer into every page that uses a hook.
 * @param code an ES module
 */
export function markPureCalls(code) {
  const source = ts.createSourceFile('module.js', code, ts.ScriptTarget.ESNext);
  const places = new Set();
  const visit = (node) => {
    // What is inside of a function or class runs later, and then may do what it likes.
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

/** The same for tsup. Source maps stay as they are: within a line, and only there, columns move by the length of the mark. */
export const pureCalls = {
  name: 'pure-calls',
  renderChunk(code) {
    return this.format === 'esm' ? { code: markPureCalls(code) } : undefined;
  },
};
