import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { chromiumLaunchOptions } from '../find-chromium.mjs';
import { inRoot } from '../lib/paths.mjs';
import { consumerFolder } from './consumer-folder.mjs';
import { node, run } from './run.mjs';

const sources = inRoot('scripts', 'consumers');
const tsc = inRoot('node_modules', '@typescript', 'native', 'bin', 'tsc');

/** Where each React, with its types, is installed. */
const reacts = {
  18: join(sources, 'react-18'),
  19: inRoot(),
};
const extra = [
  'react',
  'react-dom',
  '@types/react',
  '@types/react-dom',
  '@types/node',
  'vite',
  '@vitejs/plugin-react',
];

const typescript = {
  target: 'ES2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  // Our declarations are checked, and those of what we bring along.
  skipLibCheck: false,
  jsx: 'react-jsx',
};
const dom = ['ES2022', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'];

/** A program of its own inside a consumer's folder: sources, package.json, tsconfig.json. */
function program(folder, files, type, compilerOptions) {
  mkdirSync(folder, { recursive: true });
  for (const file of files) cpSync(join(sources, 'src', file), join(folder, 'src', file));
  const write = (name, value) => writeFileSync(join(folder, name), JSON.stringify(value, undefined, 2));
  write('package.json', { private: true, type });
  write('tsconfig.json', {
    compilerOptions: { ...typescript, ...compilerOptions, rootDir: 'src', outDir: 'out' },
    include: ['src'],
  });
}

const nodeNext = { module: 'NodeNext', types: ['node'] };
const formats = { ESM: 'module', CommonJS: 'commonjs' };
const modes = ['development', 'production'];

/** A page that remembers what went wrong in it. */
async function openPage(browser, url) {
  const page = await browser.newPage();
  const troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  await page.goto(url);
  return { page, troubles };
}

/** One React's consumers. */
class Consumer {
  constructor(base, version) {
    this.version = version;
    this.folder = join(base, `react-${version}`);
    // What has nothing to do with React is tried once.
    this.runsNode = version === '19';
  }

  async prepare(packed) {
    await consumerFolder(this.folder, packed, { from: reacts[this.version], extra });
    const web = ['app.tsx', 'main.tsx', 'worker.ts'];
    program(join(this.folder, 'web'), web, 'module', {
      module: 'ESNext',
      moduleResolution: 'Bundler',
      lib: dom,
      types: ['vite/client'],
      noEmit: true,
    });
    cpSync(join(sources, 'index.html'), join(this.folder, 'web', 'index.html'));
    cpSync(join(sources, 'vite.config.js'), join(this.folder, 'web', 'vite.config.js'));
    for (const [format, type] of Object.entries(formats)) {
      // React's types and MSW's lean on the DOM's; core's must not.
      const withDom = ['app.tsx', 'render.tsx', ...(this.runsNode ? ['mocked.ts'] : [])];
      program(this.#in('server', format), withDom, type, { ...nodeNext, lib: dom });
      if (!this.runsNode) continue;
      program(this.#in('node', format), ['follow.ts'], type, { ...nodeNext, lib: ['ES2022'] });
    }
  }

  #in = (kind, format) => join(this.folder, `${kind}-${format}`);

  compile = (name) => node(join(this.folder, name), tsc, '-p', '.');

  /** The page's HTML as a server of this format renders it. */
  async render(format, program = process.execPath) {
    const { stdout, stderr } = await run(program, ['out/render.js'], { cwd: this.#in('server', format) });
    if (stderr !== '') throw new Error(stderr);
    if (!stdout.includes('data-tailrace="viewer"')) throw new Error(`There is no viewer in: ${stdout}`);
    return stdout.trim();
  }

  /** Streams in plain Node, from a real port and from MSW. */
  async stream(format, program = process.execPath) {
    const server = await this.#serve();
    try {
      const followed = await run(program, ['out/follow.js', server.url], { cwd: this.#in('node', format) });
      if (followed.stdout !== 'followed\n' || followed.stderr !== '')
        throw new Error(`${followed.stdout}${followed.stderr}`);
      const mocked = await run(program, ['out/mocked.js'], { cwd: this.#in('server', format) });
      if (mocked.stdout !== 'line 1,line 2,line 3 1 true\n' || mocked.stderr !== '')
        throw new Error(`${mocked.stdout}${mocked.stderr}`);
    } finally {
      await server.close();
    }
  }

  /** The packed mock server, on a port of its own. */
  async #serve(options) {
    const path = join(this.folder, 'node_modules/@tailrace/mock-server/dist/server.js');
    const { serve } = await import(pathToFileURL(path).href);
    return serve({ port: 0, scenario: 'none', ...options });
  }

  /** Builds the page; Vite must have nothing to say. */
  async build(mode) {
    const { stdout, stderr } = await run(
      process.execPath,
      [
        '../node_modules/vite/bin/vite.js',
        'build',
        '--mode',
        mode,
        '--outDir',
        `dist/${mode}`,
        '--logLevel',
        'warn',
      ],
      { cwd: join(this.folder, 'web'), env: { ...process.env, NODE_ENV: mode } },
    );
    if (stdout + stderr !== '') throw new Error(`vite build warns: ${stdout}${stderr}`);
  }

  /** Opens the built page as a server would send it, and looks at what a user would see. */
  async open(mode, browser) {
    const dist = join(this.folder, 'web', 'dist', mode);
    const html = readFileSync(join(dist, 'index.html'), 'utf8');
    const shell = await this.render('ESM');
    writeFileSync(
      join(dist, 'index.html'),
      html.replace('<!--app-->', () => shell),
    );
    const server = await this.#serve({ dashboardDir: dist });
    server.control.append('demo', 300);
    const { page, troubles } = await openPage(browser, server.url);
    try {
      await page.getByText('line 300', { exact: true }).waitFor();
      server.control.append('demo', 300);
      server.control.complete('demo');
      await page.getByText('hooks: complete, 600 items, 600 lines, 105 with a zero').waitFor();
      await page.getByText('worker: complete, 600 items').waitFor();
      await page.getByText('line 600', { exact: true }).waitFor();
      const found = await page.evaluate(() => ({
        height: document.querySelector('[data-tailrace="row"]').getBoundingClientRect().height,
        charts: getComputedStyle(document.querySelector('[data-tailrace="stats"]')).display,
      }));
      if (found.height !== 20)
        throw new Error(`Rows are ${found.height} px high: the stylesheet is not there.`);
    } catch (error) {
      const text = await page.evaluate(() => document.body.innerText);
      throw new Error([error.message, ...troubles, text.slice(0, 2000)].join('\n'), { cause: error });
    } finally {
      await page.close();
      await server.close();
    }
    if (troubles.length > 0) throw new Error(troubles.join('\n'));
  }
}

export { Consumer, modes, formats };
export const launchBrowser = () => chromium.launch(chromiumLaunchOptions());
