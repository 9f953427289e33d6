import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { packageIn } from './installed.mjs';

/** Only what DESIGN names may come along when somebody installs core, react or vue; none may need Node. */
const pinned = {
  '@tailrace/core': ['eventsource-parser', 'reconnecting-websocket'],
  '@tailrace/react': ['@tailrace/core', '@tanstack/react-virtual'],
  '@tailrace/vue': ['@tailrace/core'],
};

const isCode = (file) => /\.(?:c?js|d\.c?ts)$/.test(file);
const packageOf = (specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
const isBuiltin = (specifier) => specifier.startsWith('node:') || builtinModules.includes(specifier);

/** What a file imports, requires, re-exports, or takes a type from. */
function importsOf(file, text) {
  const found = new Set();
  const visit = (node) => {
    const [first] = node.arguments ?? [];
    const isCall =
      ts.isCallExpression(node) &&
      (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.escapedText === 'require');
    const from = isCall ? first : ts.isImportTypeNode(node) ? node.argument.literal : node.moduleSpecifier;
    if (from !== undefined && ts.isStringLiteralLike(from)) found.add(from.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file.replace(/\.cjs$/, '.js'), text, ts.ScriptTarget.ESNext));
  return found;
}

/** Every file that package.json leads to: exports, whatever their conditions, main, types and commands. */
function* targets(value) {
  if (typeof value === 'string') yield posix.normalize(value);
  else for (const inner of Object.values(value ?? {})) yield* targets(inner);
}

/** The file that a relative import means; for a declaration, the declaration beside it. */
function resolve(file, specifier, files) {
  const path = posix.join(posix.dirname(file), specifier);
  const types = path.replace(/\.(c?)js$/, '.d.$1ts');
  return /\.d\.c?ts$/.test(file) && files.has(types) ? types : files.has(path) ? path : undefined;
}

/**
 * Looks at what the files of a packed package import. Throws where they import what is not declared or not there, where
 * something is declared that nothing imports, and where a file is one that nothing leads to (left over by an older build).
 * @param folder the package, unpacked
 * @param list its files
 */
export function checkImports(folder, list) {
  const files = new Set(list);
  const { name, dependencies = {}, peerDependencies = {}, ...rest } = packageIn(folder);
  const declared = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
  const faults = [];
  const imported = new Set();
  const reached = new Set();
  const waiting = [...targets([rest.exports, rest.main, rest.module, rest.types, rest.bin])];
  for (const file of waiting) {
    if (reached.has(file)) continue;
    reached.add(file);
    if (!files.has(file)) {
      faults.push(`package.json leads to ${file}, which is not packed.`);
      continue;
    }
    if (!isCode(file)) continue;
    for (const specifier of importsOf(file, readFileSync(join(folder, file), 'utf8'))) {
      if (specifier.startsWith('.')) {
        const path = resolve(file, specifier, files);
        if (path === undefined) faults.push(`${file} imports ${specifier}, which is not packed.`);
        else waiting.push(path);
      } else if (isBuiltin(specifier)) {
        if (name in pinned) faults.push(`${file} imports ${specifier}, which only Node has.`);
      } else {
        imported.add(packageOf(specifier));
        if (!declared.includes(packageOf(specifier)))
          faults.push(
            `${file} imports ${specifier}. Add it to the dependencies in package.json, or bundle it.`,
          );
      }
    }
  }
  for (const one of declared)
    if (!imported.has(one) && !one.startsWith('@types/'))
      faults.push(`Nothing imports ${one}. Take it out of package.json.`);
  for (const file of list)
    if (isCode(file) && !file.startsWith('dist/dashboard/') && !reached.has(file))
      faults.push(`Nothing leads to ${file}. Remove dist and build again.`);
  if (name in pinned && Object.keys(dependencies).sort().join() !== pinned[name].join())
    faults.push(`Runtime dependencies must be ${pinned[name].join(' and ')}, no more and no fewer.`);
  if (faults.length > 0) throw new Error(faults.join('\n'));
}
