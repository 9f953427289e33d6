import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmProgram } from '../lib/npm-program.mjs';
import { inRoot } from '../lib/paths.mjs';
import { codeEntries } from './published.mjs';
import { node, run } from './run.mjs';

/** Packs a package as `npm publish` would. */
export async function pack(name, destination) {
  const [program, first] = npmProgram();
  const { stdout } = await run(
    program,
    [...first, 'pack', '--json', '--ignore-scripts', '--pack-destination', destination],
    { cwd: inRoot('packages', name) },
  );
  const answer = JSON.parse(stdout);
  const [packed] = Array.isArray(answer) ? answer : Object.values(answer);
  return {
    name,
    tarball: join(destination, packed.filename),
    files: packed.files.map((file) => file.path),
  };
}

const wanted = ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'];

/** Throws if something unneeded is packed, or something expected is missing. */
export function checkFiles(files) {
  const missing = wanted.filter((file) => !files.includes(file));
  if (missing.length > 0) throw new Error(`The package lacks ${missing.join(', ')}.`);
  const stray = files.filter(
    (path) => !path.startsWith('dist/') && ![...wanted, 'THIRD-PARTY-NOTICES.md', 'css.d.cts'].includes(path),
  );
  if (stray.length > 0)
    throw new Error(`These do not belong in the package: ${stray.join(', ')}. See "files" in package.json.`);
}

/** Throws if a source map names a folder of the machine that built it. */
export function checkMaps(folder, files) {
  const named = files
    .filter((path) => path.endsWith('.map'))
    .filter((path) => {
      const { file = '', sources } = JSON.parse(readFileSync(join(folder, path), 'utf8'));
      return [file, ...sources].some((source) => /^(?:\/|file:|[A-Za-z]:)/.test(source));
    });
  if (named.length > 0)
    throw new Error(`These source maps name a folder of this machine: ${named.join(', ')}.`);
}

/** Throws unless exactly these files begin with 'use client': the entries need it, and bundlers warn of it in any other file. */
export function checkClientFiles(folder, files, entries) {
  const marked = files
    .filter((path) => /\.c?js$/.test(path))
    .filter((path) => /^(['"])use client\1/.test(readFileSync(join(folder, path), 'utf8')));
  if (marked.toSorted().join() !== entries.join())
    throw new Error(`'use client' should be in [${entries.join(', ')}], and is in [${marked.join(', ')}].`);
}

export async function checkPublint(tarball) {
  const { publint } = await import('publint');
  const { formatMessage } = await import('publint/utils');
  const content = readFileSync(tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength) },
    strict: true,
  });
  if (messages.length > 0)
    throw new Error(messages.map((message) => formatMessage(message, pkg, { color: false })).join('\n'));
}

/** "Are the types wrong?" */
export const checkTypes = (name, tarball) =>
  node(
    inRoot('packages', name),
    inRoot('node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js'),
    tarball,
    '--profile',
    'node16',
    '--format',
    'ascii',
    '--no-color',
    '--no-emoji',
    '--no-definitely-typed',
    '--entrypoints',
    ...codeEntries(name).map(({ path }) => path),
  );

// Loading must not create globals, as `sideEffects` promises. Those of MSW and Vue are allowed.
const listNames = `
  const before = Object.getOwnPropertyNames(globalThis);
  load().then((m) => {
    const left = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name) && !/^__(?:MSW|VUE)/.test(name));
    if (left.length > 0) throw new Error('It creates globals: ' + left.join(', '));
    console.log(JSON.stringify(Object.keys(m).filter((k) => k !== 'default' && k !== 'module.exports').sort()));
  });
`;

/** Globals of browsers and Node beyond the language. Jest's jsdom lacks about half of them. */
const web = [
  'AbortController',
  'AbortSignal',
  'Blob',
  'BroadcastChannel',
  'Event',
  'EventTarget',
  'Headers',
  'MessageChannel',
  'ReadableStream',
  'Request',
  'Response',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'WebSocket',
  'crypto',
  'fetch',
  'navigator',
  'performance',
  'structuredClone',
];

/** Loads the package without these globals, which it may need only when it is used. */
export const checkBareLoad = (folder, specifier) =>
  node(
    folder,
    '--input-type=commonjs',
    '-e',
    `for (const name of ${JSON.stringify(web)}) delete globalThis[name]; require(${JSON.stringify(specifier)});`,
  );

/** Loads the packed package by require and by import, which must export the same names. */
export async function checkLoads(folder, specifier, path) {
  // msw/browser cannot be loaded in Node; the stories and the browser tests cover this entry.
  if (path === './browser') return;
  const names = async (type, load) =>
    JSON.parse(
      await node(folder, `--input-type=${type}`, '-e', `const load = async () => ${load};${listNames}`),
    );
  const required = await names('commonjs', `require(${JSON.stringify(specifier)})`);
  const imported = await names('module', `await import(${JSON.stringify(specifier)})`);
  if (imported.length === 0) throw new Error(`${specifier} exports nothing.`);
  if (required.join() !== imported.join())
    throw new Error(`require gives ${required.join(', ')}; import gives ${imported.join(', ')}.`);
}
