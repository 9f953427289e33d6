import { dirname, sep } from 'node:path';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { inRoot } from '../lib/paths.mjs';

const options = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  types: [],
  jsx: ts.JsxEmit.ReactJSX,
};

const printer = ts.createPrinter({ removeComments: true });
const byName = ([a], [b]) => (a < b ? -1 : a > b ? 1 : 0);

/** The statement that contains a declaration: for `const x: number`, all of it. */
function statementOf(declaration) {
  let node = declaration;
  while (node.parent !== undefined && !ts.isSourceFile(node.parent)) node = node.parent;
  return node;
}

/** The import statements for these names: one for all that are listed, one for each `* as name`. */
function importsOf(from, names) {
  const alone = names.filter((name) => name.startsWith('*'));
  const listed = names.filter((name) => !name.startsWith('*'));
  return [...alone, ...(listed.length > 0 ? [`{ ${listed.join(', ')} }`] : [])]
    .map((what) => `import ${what} from '${from}';`)
    .join('\n');
}

/** Collects everything that the entries of a package expose, each under the entry that exposes it first. */
class ApiWalk {
  #checker;
  #folder;
  /** Symbols that have been printed, and the entry of each. */
  #seen = new Map();

  constructor(checker, folder) {
    this.#checker = checker;
    this.#folder = folder;
  }

  #target(symbol) {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  #isOwn(symbol) {
    return (symbol.declarations ?? []).some((node) => node.getSourceFile().fileName.startsWith(this.#folder));
  }

  /** Calls `visit` for each symbol that a statement mentions. */
  #names(node, visit) {
    if (ts.isIdentifier(node)) {
      const symbol = this.#checker.getSymbolAtLocation(node);
      if (symbol !== undefined) visit(symbol);
    }
    ts.forEachChild(node, (child) => this.#names(child, visit));
  }

  /** One entry, as the inside of a `declare module`. Throws if it exposes a type that it does not export. */
  module(specifier, source) {
    const exported = new Set();
    const waiting = [];
    const again = [];
    for (const symbol of this.#checker.getExportsOfModule(this.#checker.getSymbolAtLocation(source))) {
      const target = this.#target(symbol);
      waiting.push(target);
      if (symbol.name !== target.name) again.push(`${target.name} as ${symbol.name}`);
      // An earlier entry has already printed it.
      else if (this.#seen.has(target)) again.push(symbol.name);
      else exported.add(target);
    }
    const imports = new Map();
    const addImport = (from, what) => imports.set(from, (imports.get(from) ?? new Set()).add(what));
    const shown = [];
    /** Includes those that are exported only under another name. */
    const named = new Set(waiting);
    const hidden = new Set();
    for (const symbol of waiting) {
      if (this.#seen.has(symbol)) continue;
      this.#seen.set(symbol, specifier);
      for (const statement of new Set(symbol.declarations.map(statementOf))) {
        const text = printer
          .printNode(ts.EmitHint.Unspecified, statement, statement.getSourceFile())
          .replace(/^(?:export |declare )+/, '');
        if (exported.has(symbol)) shown.push([symbol.name, `export ${text}`]);
        else if (named.has(symbol)) shown.push([symbol.name, text]);
        else hidden.add(symbol.name);
        this.#names(statement, (seen) => {
          const target = this.#target(seen);
          const [place] = seen.declarations ?? [];
          if (this.#isOwn(target)) {
            const from = this.#seen.get(target) ?? specifier;
            if (from !== specifier) addImport(from, target.name);
            else if (this.#isTopLevel(target)) waiting.push(target);
          } else if (place !== undefined && (ts.isImportSpecifier(place) || ts.isNamespaceImport(place))) {
            addImport(statementOf(place).moduleSpecifier.text, place.getText());
          }
        });
      }
    }
    if (hidden.size > 0)
      throw new Error(
        `The exports of ${specifier} use types that are not exported: ${[...hidden].sort().join(', ')}.\n` +
          `Export them if they are for users; otherwise do not expose them.`,
      );
    return [
      [...imports]
        .map(([from, names]) => importsOf(from, [...names].sort()))
        .sort()
        .join('\n'),
      ...shown.sort(byName).map(([, text]) => text),
      again.length > 0 ? `export { ${again.sort().join(', ')} };` : '',
    ].filter((part) => part !== '');
  }

  #isTopLevel(symbol) {
    return symbol.declarations.some((node) => {
      const statement = statementOf(node);
      return statement === node || (ts.isVariableStatement(statement) && ts.isVariableDeclaration(node));
    });
  }
}

/**
 * The public types of a built package as one text: names sorted, without comments, chunks and hashes, so that a change for
 * users is a change of a few lines. Rejects if a type that users see is not exported: they could not name it, and every
 * change of the internal type would be a change for them.
 * @param entries what users import, and the `.d.ts` of each
 */
export async function apiReport(entries) {
  const program = ts.createProgram(
    entries.map(({ types }) => types),
    options,
  );
  const folder = `${dirname(entries[0].types).replaceAll(sep, '/')}/`;
  const walk = new ApiWalk(program.getTypeChecker(), folder);
  const modules = entries.map(({ specifier, types }) => {
    const source = program.getSourceFile(types);
    return `declare module '${specifier}' {\n${walk.module(specifier, source).join('\n\n')}\n}\n`;
  });
  const head = '// The public API as built. Do not edit: `npm run api:update` regenerates it.\n\n';
  return format(head + modules.join('\n'), {
    ...(await resolveConfig(inRoot('package.json'))),
    parser: 'typescript',
  });
}

/** The lines that only one of two texts has, marked like a diff; at most `most` of them. */
export function differences(before, after, most = 20) {
  const count = (text) => {
    const lines = new Map();
    for (const line of text.split('\n')) lines.set(line, (lines.get(line) ?? 0) + 1);
    return lines;
  };
  const missing = (text, other, mark) => {
    const left = count(other);
    return text.split('\n').flatMap((line) => {
      const rest = left.get(line) ?? 0;
      left.set(line, rest - 1);
      return rest > 0 ? [] : [`${mark} ${line}`];
    });
  };
  const all = [...missing(before, after, '-'), ...missing(after, before, '+')];
  return [
    ...all.slice(0, most),
    ...(all.length > most ? [`… and ${all.length - most} more lines`] : []),
  ].join('\n');
}
