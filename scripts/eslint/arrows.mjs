// The lint rule `tailrace/arrows`: what may import what. The tables below define the architecture; the rule enforces them.
import { dirname, posix } from 'node:path';

const ground = ['lib', 'entry', 'errors', 'defaults'];
const wire = [...ground, 'backends', 'transports', 'buffer', 'query', 'format', 'options', 'stream-types'];
const middle = [...wire, 'continuity', 'connection', 'history'];

/** Core's modules (folders or files directly under packages/core/src), and the modules that each may import besides itself. */
export const coreModules = {
  lib: ground,
  entry: ground,
  errors: ground,
  defaults: ground,
  backends: [...ground, 'format'],
  transports: ground,
  buffer: [...ground, 'query', 'format'],
  query: [...ground, 'buffer', 'format'],
  format: ground,
  // Types that the streams share: their options and their interface.
  options: [...ground, 'backends', 'transports'],
  'stream-types': [...ground, 'backends', 'buffer', 'query'],
  continuity: middle,
  connection: middle,
  history: middle,
  // For bug reports: works with the public interface of a stream only.
  recording: [...ground, 'format', 'stream-types'],
  // The parts of log-stream.ts and of the facade.
  stream: middle,
  'log-stream': [...middle, 'stream'],
  // Opens streams for the facade, so it is above them.
  'stream/shared-streams': [...middle, 'stream', 'log-stream'],
  'log-source-service': [...middle, 'stream', 'log-stream', 'stream/shared-streams'],
  'log-streaming-service': [...middle, 'stream', 'log-stream', 'log-source-service'],
};

/** Which of our packages a package may import. 'types': with `import type` only. */
export const packageArrows = {
  core: {},
  react: { '@tailrace/core': 'values' },
  vue: { '@tailrace/core': 'values' },
  'mock-server': { '@tailrace/core': 'types' },
  cli: { '@tailrace/core': 'values', '@tailrace/mock-server': 'values' },
};

/** What a package's sources may import besides our own packages. `node:` stands for Node's built-in modules. */
export const runtimeDependencies = {
  core: ['eventsource-parser', 'reconnecting-websocket'],
  react: ['@tanstack/react-virtual', 'react', 'react-dom'],
  vue: ['vue'],
  'mock-server': ['msw', 'ws', 'node:'],
  cli: ['node:'],
};

const sourceFile = /(?:^|\/)packages\/([^/]+)\/src\/(.+)$/;
const isTest = /\.(?:test|stories|bench)\.tsx?$|(?:^|\/)(?:test|testing)\//;

/** The module that a file belongs to: its folder, unless the table lists the file itself. */
function moduleOf(pathInSource) {
  const path = pathInSource.replace(/\.(?:js|ts|tsx|css)$/, '');
  return Object.hasOwn(coreModules, path) ? path : path.split('/')[0];
}

function packageOf(specifier) {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

/** Why `file` must not import `specifier`, or undefined if it may. `file` is an absolute or root-relative path. */
export function forbiddenReason(file, specifier, typeOnly) {
  const match = sourceFile.exec(file.replaceAll('\\', '/'));
  if (match === null) return undefined;
  const [, name, path] = match;
  if (isTest.test(path)) return undefined;

  if (specifier.startsWith('.')) {
    const target = posix.join(dirname(path), specifier);
    if (target === '../package.json') return undefined;
    if (target.startsWith('..'))
      return `${specifier} leaves packages/${name}/src: import the package by its name.`;
    if (!/\.(?:js|css|json)$/.test(specifier))
      return `${specifier} needs a file extension: relative imports end in .js.`;
    if (name !== 'core') return undefined;
    const from = moduleOf(path);
    const to = moduleOf(target);
    if (from === 'index' || from === to) return undefined;
    if (to === 'index') return 'inside core, import the file itself, not index.js.';
    const allowed = coreModules[from];
    if (allowed === undefined)
      return `"${from}" is not a known module of packages/core/src: add it to coreModules in scripts/eslint/arrows.mjs.`;
    return allowed.includes(to)
      ? undefined
      : `${from} must not import ${to} (see coreModules in scripts/eslint/arrows.mjs).`;
  }

  if (specifier.startsWith('@tailrace/')) {
    const target = packageOf(specifier);
    const arrow = packageArrows[name]?.[target];
    if (arrow === undefined) return `@tailrace/${name} must not import ${target}.`;
    if (arrow === 'types' && !typeOnly)
      return `@tailrace/${name} may import only types from ${target}: write \`import type\`.`;
    return undefined;
  }

  const allowed = runtimeDependencies[name];
  if (allowed === undefined || typeOnly) return undefined;
  const wanted = specifier.startsWith('node:') ? 'node:' : packageOf(specifier);
  return allowed.includes(wanted)
    ? undefined
    : `${specifier} is not a runtime dependency of @tailrace/${name} (see runtimeDependencies in scripts/eslint/arrows.mjs).`;
}

function isTypeOnly(node) {
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const { specifiers } = node;
  return (
    Array.isArray(specifiers) &&
    specifiers.length > 0 &&
    specifiers.every((one) => one.importKind === 'type' || one.exportKind === 'type')
  );
}

export const arrowsRule = {
  meta: {
    type: 'problem',
    docs: { description: 'Imports follow the architecture.' },
    schema: [],
    messages: { forbidden: '{{reason}}', everything: 'List the exported names instead of `export *`.' },
  },
  create(context) {
    const check = (node, source, typeOnly) => {
      if (typeof source?.value !== 'string') return;
      const reason = forbiddenReason(context.filename, source.value, typeOnly);
      if (reason !== undefined) context.report({ node: source, messageId: 'forbidden', data: { reason } });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source, isTypeOnly(node)),
      ExportNamedDeclaration: (node) => check(node, node.source, isTypeOnly(node)),
      ExportAllDeclaration(node) {
        context.report({ node, messageId: 'everything' });
        check(node, node.source, node.exportKind === 'type');
      },
      ImportExpression: (node) => check(node, node.source, false),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal, true),
    };
  },
};
