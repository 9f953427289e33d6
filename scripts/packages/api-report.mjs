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

/** The statement that a declaration is, or is part of: of `const x: number`, all of it. */
function statementOf(declaration) {
  let node = declaration;
  while (node.parent !== undefined && !ts.isSourceFile(node.parent)) node = node.parent;
  return node;
}

/** One statement a way of importing: `* as all`, or names. */
function importsOf(from, names) {
  const alone = names.filter((name) => name.startsWith('*'));
  const listed = names.filter((name) => !name.startsWith('*'));
  return [...alone, ...(listed.length > 0 ? [`{ ${listed.join(', ')} }`] : [])]
    .map((what) => `import ${what} from '${from}';`)
    .join('\n');
}

/** Everything that the entries of a package show to its users, under the entry that shows it first. */
class ApiWalk {
  #checker;
  #folder;
  /** Symbols that have been printed, and under which entry. */
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

  /** Calls back for each symbol that a statement's text names. */
  #names(node, visit) {
    if (ts.isIdentifier(node)) {
      const symbol = this.#checker.getSymbolAtLocation(node);
      if (symbol !== undefined) visit(symbol);
    }
    ts.forEachChild(node, (child) => this.#names(child, visit));
  }

  /** One entry, as the inside of a `declare module`. Throws where it shows a type that it does not export. */
  module(specifier, source) {
    const exported = new Set();
    const waiting = [];
    const again = [];
    for (const symbol of this.#checker.getExportsOfModule(this.#checker.getSymbolAtLocation(source))) {
      const target = this.#target(symbol);
      waiting.push(target);
      if (symbol.name !== target.name) again.push(`${target.name} as ${symbol.name}`);
      // Shown by an entry before this one: what it is stands there.
      else if (this.#seen.has(target)) again.push(symbol.name);
      else exported.add(target);
    }
    const imports = new Map();
    const addImport = (from, what) => imports.set(from, (imports.get(from) ?? new Set()).add(what));
    const shown = [];
    /** With those that are exported under another name only. */
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
        `What is imported from ${specifier} shows types that cannot be: ${[...hidden].sort().join(', ')}.\n` +
          `Export them by name, if they are for users; else show less of them.`,
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
 * The public types of a built package as one text: every name sorted, without comments, chunks and their hashes, so that a
 * change of what users can write is a change of few lines. Rejects where a type that users see is not exported by name: they could
 * not write it down, and each change of what is internal would be a change for them.
 * @param entries what users import, and the `.d.ts` it leads to
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
  const head = '// The public API as it is built. Never edit it: `npm run api:update` writes it anew.\n\n';
  return format(head + modules.join('\n'), {
    ...(await resolveConfig(inRoot('package.json'))),
    parser: 'typescript',
  });
}

/** Lines that only one of two texts has, marked as a diff marks them: the first few, for a person. */
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
    ...(all.length > most ? [`… and ${all.length - most} lines more`] : []),
  ].join('\n');
}
