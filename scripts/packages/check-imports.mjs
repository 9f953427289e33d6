import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { packageIn } from './installed.mjs';

/** The only packages that core, react and vue may install. None of the three may need Node. */
const pinned = {
  '@tailrace/core': ['eventsource-parser', 'reconnecting-websocket'],
  '@tailrace/react': ['@tailrace/core', '@tanstack/react-virtual'],
  '@tailrace/vue': ['@tailrace/core'],
};

const isCode = (file) => /\.(?:c?js|d\.c?ts)$/.test(file);
const packageOf = (specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
const isBuiltin = (specifier) => specifier.startsWith('node:') || builtinModules.includes(specifier);

/** What a file imports, requires, re-exports or takes types from. */
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

/** Every file that package.json points to: exports under all conditions, main, types and commands. */
function* targets(value) {
  if (typeof value === 'string') yield posix.normalize(value);
  else for (const inner of Object.values(value ?? {})) yield* targets(inner);
}

/** The file that a relative import resolves to; in a declaration file, the declaration next to it. */
function resolve(file, specifier, files) {
  const path = posix.join(posix.dirname(file), specifier);
  const types = path.replace(/\.(c?)js$/, '.d.$1ts');
  return /\.d\.c?ts$/.test(file) && files.has(types) ? types : files.has(path) ? path : undefined;
}

/**
 * Checks the imports of a packed package. Throws if something is imported that is not declared or does not exist, if something
 * is declared that nothing imports, or if nothing leads to a file (because an older build left it).
 * @param folder the unpacked package
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
      faults.push(`package.json points to ${file}, which is not packed.`);
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
      faults.push(`Nothing imports ${one}. Remove it from package.json.`);
  for (const file of list)
    if (isCode(file) && !file.startsWith('dist/dashboard/') && !reached.has(file))
      faults.push(`Nothing imports ${file}. Remove dist and build again.`);
  if (name in pinned && Object.keys(dependencies).sort().join() !== pinned[name].join())
    faults.push(`Runtime dependencies must be ${pinned[name].join(' and ')}, no more and no fewer.`);
  if (faults.length > 0) throw new Error(faults.join('\n'));
}
