import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumLaunchOptions } from '../find-chromium.mjs';
import { checkApi } from '../packages/check-api.mjs';
import { checkImports } from '../packages/check-imports.mjs';
import { checkLicences } from '../packages/check-licences.mjs';
import { Consumer, formats, modes } from '../packages/consumer.mjs';
import {
  checkBareLoad,
  checkClientFiles,
  checkFiles,
  checkLoads,
  checkMaps,
  checkPublint,
  checkTypes,
  pack,
} from '../packages/packed.mjs';
import { codeEntries, published } from '../packages/published.mjs';
import { checkSize, sized } from './check-sizes.mjs';
import { callersNode } from './node-runtime.mjs';

/** The checks of a single package. */
async function checkPackage(check, { name, tarball, files }, consumer) {
  const folder = consumer.installed(name);
  const entries = codeEntries(name);
  const label = `@tailrace/${name}`;
  await check(`${label}: files`, () => checkFiles(files));
  const client = name === 'react' ? ['dist/index.cjs', 'dist/index.js'] : [];
  await check(`${label}: use client`, () => checkClientFiles(folder, files, client));
  await check(`${label}: source maps`, () => checkMaps(folder, files));
  await check(`${label}: exactly what is declared is imported`, () => checkImports(folder, files));
  await check(
    `${label}: licences`,
    () => checkLicences(name, folder, files),
    ({ installed, inside }) =>
      `: installs ${installed} third-party packages${inside.length > 0 ? `; bundles ${inside.join(', ')}` : ''}`,
  );
  await check(`${label}: publint`, () => checkPublint(tarball));
  if (entries.length === 0) return;
  await check(`${label}: the API matches api.d.ts`, () => checkApi(name));
  await check(`${label}: types for import and require`, () => checkTypes(name, tarball));
  for (const { path, specifier } of entries)
    await check(`${specifier} loads as ESM and as CommonJS`, () =>
      checkLoads(consumer.folder, specifier, path),
    );
  // The mock server is based on MSW, which needs these globals when it is loaded.
  if (name !== 'mock-server')
    await check(`${label} loads without a browser's globals`, () => checkBareLoad(consumer.folder, label));
}

/** The Node that runs this script, and the one that started it if it is a different one that we support. */
function nodes() {
  const other = callersNode();
  const own = { version: process.versions.node, path: process.execPath };
  return other === undefined ? [own] : [own, other];
}

async function checkConsumer(check, consumer, browser) {
  const react = `React ${consumer.versionOf('react')}`;
  const vue = `Vue ${consumer.versionOf('vue')}`;
  const bundler = await check(`${react}: types for a bundler`, () => consumer.compile('web'));
  await check(`${react}: types of the stylesheets for CommonJS`, () => consumer.compile('styles'));
  for (const format of Object.keys(formats)) {
    if (!(await check(`${react}: types for ${format} in Node`, () => consumer.compile(`server-${format}`))))
      continue;
    for (const { version, path } of nodes())
      for (const [framework, render] of [
        [react, () => consumer.render(format, path)],
        [vue, () => consumer.renderVue(format, path)],
      ])
        await check(`${framework}: renders to a string, ${format}, Node ${version}`, render);
    if (!consumer.runsNode) continue;
    if (!(await check(`core: types for ${format} without the DOM`, () => consumer.compile(`node-${format}`))))
      continue;
    for (const { version, path } of nodes())
      await check(`streams over SSE, WebSocket and MSW, ${format}, Node ${version}`, () =>
        consumer.stream(format, path),
      );
  }
  if (!bundler) return;
  for (const mode of modes)
    if (await check(`${react}: Vite builds a page and a worker for ${mode}`, () => consumer.build(mode)))
      await check(`${react}: the ${mode} page hydrates, streams, and writes nothing to the console`, () =>
        consumer.open(mode, browser),
      );
}

/** Runs chains of checks, two at a time: more would not be faster with two cores. */
async function inPairs(chains) {
  const waiting = [...chains];
  const work = async () => {
    for (let chain = waiting.shift(); chain !== undefined; chain = waiting.shift()) await chain();
  };
  await Promise.all([work(), work()]);
}

/** Tests the packed packages as a user would install them, and prints lines. Resolves to the numbers of passed and failed checks. */
export async function checkPackages(print) {
  const counts = { passed: 0, failed: 0 };
  /** Runs and reports one check; `tell` formats its result for people. Resolves to whether it passed. */
  const check = async (label, work, tell = () => '') => {
    try {
      const found = await work();
      counts.passed += 1;
      print(`  ok      ${label}${tell(found)}\n`);
      return true;
    } catch (error) {
      counts.failed += 1;
      print(`  FAILED  ${label}\n${error.message.replace(/^/gm, '          ')}\n`);
      return false;
    }
  };
  // Outside the repository, so that its node_modules are not found by accident.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tailrace-packages-')));
  const browser = await chromium.launch(chromiumLaunchOptions());
  try {
    const packed = await Promise.all(published.map((name) => pack(name, folder)));
    const consumers = ['19', '18'].map((version) => new Consumer(folder, version));
    for (const consumer of consumers) await consumer.prepare(packed);
    const [latest] = consumers;
    await inPairs([
      ...consumers.map((consumer) => () => checkConsumer(check, consumer, browser)),
      ...packed.map((one) => () => checkPackage(check, one, latest)),
      async () => {
        for (const name of sized)
          await check(
            `size of ${name}`,
            () => checkSize(name, latest.folder),
            (size) => `: ${size}`,
          );
      },
      () => check('the README’s "In sixty seconds" builds and shows lines', () => latest.quickStart(browser)),
      () => check('the tailrace command serves its dashboard and tails a run', () => latest.command()),
    ]);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
  if (counts.failed > 0) print('  CONTRIBUTING.md describes the checks under "Package checks".\n');
  return counts;
}
