// The lint rule `tailrace/arrows`: who may import whom. The tables below are the architecture; the rule only looks it up.
import { dirname, posix } from 'node:path';

const ground = ['lib', 'entry', 'errors', 'defaults'];
const wire = [...ground, 'backends', 'transports', 'buffer', 'query', 'format', 'options', 'stream-types'];
const middle = [...wire, 'continuity', 'connection', 'history'];

/** Core's rooms: the folder or file directly under packages/core/src, and the rooms it may import (itself always). */
export const coreRooms = {
  lib: ground,
  entry: ground,
  errors: ground,
  defaults: ground,
  backends: [...ground, 'format'],
  transports: ground,
  buffer: [...ground, 'query', 'format'],
  query: [...ground, 'buffer', 'format'],
  format: ground,
  // Nouns that the streams share: what can be set, and the face of a stream.
  options: [...ground, 'backends', 'transports'],
  'stream-types': [...ground, 'backends', 'buffer', 'query'],
  continuity: middle,
  connection: middle,
  history: middle,
  // For bug reports: stands beside a stream and sees only what any caller sees.
  recording: [...ground, 'format', 'stream-types'],
  // What log-stream.ts and the facade are put together from.
  stream: middle,
  'log-stream': [...middle, 'stream'],
  // Opens streams for the facade, so it stands above them.
  'stream/shared-streams': [...middle, 'stream', 'log-stream'],
  'log-source-service': [...middle, 'stream', 'log-stream', 'stream/shared-streams'],
  'log-streaming-service': [...middle, 'stream', 'log-stream', 'log-source-service'],
};

/** Packages of ours that a package may import: 'types' stands for `import type` only. */
export const packageArrows = {
  core: {},
  react: { '@tailrace/core': 'values' },
  vue: { '@tailrace/core': 'values' },
  'mock-server': { '@tailrace/core': 'types' },
  cli: { '@tailrace/core': 'values', '@tailrace/mock-server': 'values' },
};

/** What a package's sources may import besides our own packages; Node's built-ins (`node:`) only where it says so. */
export const runtimeDependencies = {
  core: ['eventsource-parser', 'reconnecting-websocket'],
  react: ['@tanstack/react-virtual', 'react', 'react-dom'],
  vue: ['vue'],
  'mock-server': ['msw', 'ws', 'node:'],
  cli: ['node:'],
};

const sourceFile = /(?:^|\/)packages\/([^/]+)\/src\/(.+)$/;
const isTest = /\.(?:test|stories|bench)\.tsx?$|(?:^|\/)(?:test|testing)\//;

/** A folder's files share its room, unless the table names one of them by itself. */
function roomOf(pathInSource) {
  const path = pathInSource.replace(/\.(?:js|ts|tsx|css)$/, '');
  return Object.hasOwn(coreRooms, path) ? path : path.split('/')[0];
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
      return `${specifier} needs its ending: relative imports are written with .js.`;
    if (name !== 'core') return undefined;
    const from = roomOf(path);
    const to = roomOf(target);
    if (from === 'index' || from === to) return undefined;
    if (to === 'index') return 'inside core, import the file itself, not index.js.';
    const allowed = coreRooms[from];
    if (allowed === undefined)
      return `"${from}" is not a room of packages/core/src: add it to coreRooms in scripts/eslint/arrows.mjs.`;
    return allowed.includes(to)
      ? undefined
      : `${from} must not import ${to}: arrows point from the streams to the ground.`;
  }

  if (specifier.startsWith('@tailrace/')) {
    const target = packageOf(specifier);
    const arrow = packageArrows[name]?.[target];
    if (arrow === undefined) return `@tailrace/${name} must not import ${target}.`;
    if (arrow === 'types' && !typeOnly)
      return `@tailrace/${name} may take types of ${target} only: write \`import type\`.`;
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
    docs: { description: 'Imports follow the arrows of the architecture.' },
    schema: [],
    messages: { forbidden: '{{reason}}', everything: 'Name what is exported: no `export *`.' },
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
