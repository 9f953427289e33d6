import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkSize, sized } from './check-sizes.mjs';
import { npmProgram } from './npm-program.mjs';
import { inRoot } from './paths.mjs';

const execute = promisify(execFile);

const packages = ['core', 'react', 'vue', 'mock-server', 'cli'];
const manifest = (name) => JSON.parse(readFileSync(inRoot('packages', name, 'package.json'), 'utf8'));

/** Runs a program in a package's folder; a failure's message is what it printed. */
async function runIn(folder, program, args) {
  try {
    return (await execute(program, args, { cwd: folder, maxBuffer: 32 * 1024 * 1024 })).stdout;
  } catch (error) {
    throw new Error(`${error.stdout ?? ''}${error.stderr ?? ''}`.trim() || error.message, { cause: error });
  }
}

const node = (folder, ...args) => runIn(folder, process.execPath, args);

async function pack(name, destination) {
  const [program, first] = npmProgram();
  const output = await runIn(inRoot('packages', name), program, [
    ...first,
    'pack',
    '--json',
    '--ignore-scripts',
    '--pack-destination',
    destination,
  ]);
  const answer = JSON.parse(output);
  const [packed] = Array.isArray(answer) ? answer : Object.values(answer);
  return { tarball: join(destination, packed.filename), files: packed.files.map((file) => file.path) };
}

/** Exports with code (not styles, not package.json). */
function codeEntries(name) {
  return Object.entries(manifest(name).exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([path]) => path);
}

// msw/browser cannot be loaded in Node, neither way; the stories and the browser tests run this one.
const isForBrowsers = (entry) => entry === './browser';

/** What a program that only has the built package sees: by require, by import, and the same names both ways. */
async function checkLoads(name, entry) {
  const specifier = `@tailrace/${name}${entry.slice(1)}`;
  const folder = inRoot('packages', name);
  const print =
    'console.log(JSON.stringify(Object.keys(m).filter((k) => k !== "default" && k !== "module.exports").sort()))';
  const required = JSON.parse(
    await node(
      folder,
      '--input-type=commonjs',
      '-e',
      `const m = require(${JSON.stringify(specifier)}); ${print}`,
    ),
  );
  const imported = JSON.parse(
    await node(
      folder,
      '--input-type=module',
      '-e',
      `const m = await import(${JSON.stringify(specifier)}); ${print}`,
    ),
  );
  if (imported.length === 0) throw new Error(`${specifier} exports nothing.`);
  if (required.join() !== imported.join())
    throw new Error(
      `${specifier}: require gives ${required.join(', ')}; import gives ${imported.join(', ')}.`,
    );
}

async function checkPublint(tarball) {
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

const attw = (name, tarball) =>
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
    ...codeEntries(name),
  );

function checkFiles(files) {
  const stray = files.filter((path) => !/^(?:dist\/|package\.json$|README\.md$|LICENSE$)/.test(path));
  if (stray.length > 0) throw new Error(`These do not belong into the package: ${stray.join(', ')}`);
}

/** Only what DESIGN names may come along when somebody installs core, react or vue. */
const pinnedDependencies = {
  core: ['eventsource-parser', 'reconnecting-websocket'],
  react: ['@tailrace/core', '@tanstack/react-virtual'],
  vue: ['@tailrace/core'],
};

function checkDependencies(name) {
  const found = Object.keys(manifest(name).dependencies ?? {}).sort();
  const pinned = pinnedDependencies[name];
  if (pinned !== undefined && found.join() !== pinned.join())
    throw new Error(`Runtime dependencies are ${found.join(', ')}; they must be ${pinned.join(', ')}.`);
}

/** Looks at the five built packages as somebody who installs them would. Answers counts of checks. */
export async function checkPackages() {
  const counts = { passed: 0, failed: 0 };
  /** `tell` makes of what was found what a person wants to know of it. */
  const check = async (label, work, tell = () => '') => {
    try {
      const found = await work();
      counts.passed += 1;
      console.log(`  ok      ${label}${tell(found)}`);
    } catch (error) {
      counts.failed += 1;
      console.log(`  FAILED  ${label}\n${error.message.replace(/^/gm, '          ')}`);
    }
  };
  mkdirSync(inRoot('.cache'), { recursive: true });
  const folder = mkdtempSync(inRoot('.cache', 'pack-'));
  try {
    for (const name of packages) {
      const { tarball, files } = await pack(name, folder);
      await check(`@tailrace/${name}: files`, () => checkFiles(files));
      await check(`@tailrace/${name}: dependencies`, () => checkDependencies(name));
      await check(`@tailrace/${name}: publint`, () => checkPublint(tarball));
      const entries = codeEntries(name);
      if (entries.length > 0)
        await check(`@tailrace/${name}: types for import and require`, () => attw(name, tarball));
      for (const entry of entries.filter((path) => !isForBrowsers(path)))
        await check(`@tailrace/${name}: ${entry} loads both ways`, () => checkLoads(name, entry));
    }
    for (const name of sized)
      await check(
        `size of ${name}`,
        () => checkSize(name),
        (size) => `: ${size}`,
      );
    await check('tailrace --help', () =>
      node(inRoot(), inRoot('packages', 'cli', 'dist', 'bin.js'), '--help'),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return counts;
}
