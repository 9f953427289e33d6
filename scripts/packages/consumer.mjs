import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../lib/paths.mjs';
import { consumerFolder } from './consumer-folder.mjs';
import { packageIn } from './installed.mjs';
import { node, run } from './run.mjs';

const sources = inRoot('scripts', 'consumers');
const tsc = inRoot('node_modules', '@typescript', 'native', 'bin', 'tsc');

/** Where each version of React (with its types) and Vue is installed. */
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
  'vue',
  '@vitejs/plugin-react',
];

const typescript = {
  target: 'ES2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  // Our declarations are checked, and those of our dependencies.
  skipLibCheck: false,
  jsx: 'react-jsx',
};
const dom = ['ES2022', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'];

/** Creates a program inside a consumer's folder: sources, package.json, tsconfig.json. */
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

const bundler = { module: 'ESNext', moduleResolution: 'Bundler', lib: dom, types: [], noEmit: true };
/** How Vite's React template renders `App`. */
const viteMain = `import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import App from './App';
createRoot(document.getElementById('app')!).render(<StrictMode><App /></StrictMode>);
`;
/** Node 16's rules: a `require` of ESM is an error, even for a stylesheet. */
const stylesheets = { module: 'Node16', noUncheckedSideEffectImports: true, types: [], noEmit: true };
const nodeNext = { module: 'NodeNext', types: ['node'] };
export const formats = { ESM: 'module', CommonJS: 'commonjs' };
export const modes = ['development', 'production'];

/** The first address that a program prints. */
function firstUrl(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    const look = (chunk) => {
      text += chunk;
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
      if (url !== undefined) resolve(url);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`tailrace serve ended with ${code}: ${text}`)));
  });
}

/** Opens a page and records its console errors, warnings and exceptions. */
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

/**
 * Programs and a page of a user who has installed the packed packages, with one version of React and Vue. Each method compiles,
 * runs or opens one of them, and throws if a user would have reason to complain.
 */
export class Consumer {
  constructor(base, version) {
    this.version = version;
    this.folder = join(base, `react-${version}`);
    // What does not depend on React and Vue is tested once.
    this.runsNode = version === '19';
  }

  async prepare(packed) {
    await consumerFolder(this.folder, packed, { from: reacts[this.version], extra });
    const web = ['app.tsx', 'main.tsx', 'worker.ts'];
    program(join(this.folder, 'web'), web, 'module', bundler);
    program(join(this.folder, 'styles'), ['styles.ts'], 'commonjs', stylesheets);
    cpSync(join(sources, 'index.html'), join(this.folder, 'web', 'index.html'));
    cpSync(join(sources, 'vite.config.js'), join(this.folder, 'web', 'vite.config.js'));
    for (const [format, type] of Object.entries(formats)) {
      // The types of React and MSW need those of the DOM; core's must not.
      const withDom = ['app.tsx', 'render.tsx', 'vue-app.ts', ...(this.runsNode ? ['mocked.ts'] : [])];
      program(this.#in('server', format), withDom, type, { ...nodeNext, lib: dom });
      if (!this.runsNode) continue;
      program(this.#in('node', format), ['follow.ts'], type, { ...nodeNext, lib: ['ES2022'] });
    }
  }

  /** The folder in which one of our packages is installed. */
  installed = (name) => join(this.folder, 'node_modules', '@tailrace', name);

  #in = (kind, format) => join(this.folder, `${kind}-${format}`);

  compile = (name) => node(join(this.folder, name), tsc, '-p', '.', '--checkers', '1');

  /** The page's HTML, rendered by a server in this module format. */
  async render(format, program = process.execPath) {
    const { stdout, stderr } = await run(program, ['out/render.js'], { cwd: this.#in('server', format) });
    if (stderr !== '') throw new Error(stderr);
    if (!stdout.includes('data-tailrace="viewer"')) throw new Error(`There is no viewer in: ${stdout}`);
    return stdout.trim();
  }

  /** The same for Vue. */
  async renderVue(format, program = process.execPath) {
    const { stdout, stderr } = await run(program, ['out/vue-app.js'], { cwd: this.#in('server', format) });
    if (stdout !== '<p>idle, 0 items</p>\n' || stderr !== '') throw new Error(`${stdout}${stderr}`);
  }

  /** The installed version of a package. */
  versionOf = (name) => packageIn(join(this.folder, 'node_modules', name)).version;

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

  /** The packed command serves its dashboard at `/` and prints a run. */
  async command() {
    await this.#withCommand(['--scenario', 'none'], async (url, bin) => {
      const page = await (await fetch(url)).text();
      if (!page.includes('/assets/')) throw new Error(`There is no dashboard in: ${page}`);
      const append = { action: 'append', runId: 'demo', count: 3 };
      await fetch(`${url}/__control`, { method: 'POST', body: JSON.stringify(append) });
      const args = [bin, 'tail', 'prismq', url, 'demo', '--no-follow', '--format', 'raw'];
      const { stdout } = await run(process.execPath, args);
      if (stdout !== 'line 1\nline 2\nline 3\n') throw new Error(`tailrace tail printed: ${stdout}`);
    });
  }

  /** Calls `work` while the packed `tailrace serve` is running. */
  async #withCommand(args, work) {
    const bin = join(this.installed('cli'), 'dist', 'bin.js');
    const child = spawn(process.execPath, [bin, 'serve', '--port', '0', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      await work(await firstUrl(child), bin);
    } finally {
      child.kill();
    }
  }

  /** The packed mock server, on a free port. */
  async #serve(options) {
    const path = join(this.installed('mock-server'), 'dist', 'server.js');
    const { serve } = await import(pathToFileURL(path).href);
    return serve({ port: 0, scenario: 'none', ...options });
  }

  /** Builds the page; Vite must not warn. */
  async build(mode, program = 'web') {
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
      { cwd: join(this.folder, program), env: { ...process.env, NODE_ENV: mode } },
    );
    if (stdout + stderr !== '') throw new Error(`vite build warns: ${stdout}${stderr}`);
  }

  /** The component of the README's "In sixty seconds" in Vite's React template, with the packed `tailrace serve`. */
  async quickStart(browser) {
    const readme = readFileSync(inRoot('README.md'), 'utf8');
    const [, component] = /^## In sixty seconds[\s\S]*?```tsx\n([\s\S]*?)```/m.exec(readme) ?? [];
    if (component === undefined) throw new Error('README.md has no component under "In sixty seconds".');
    const folder = join(this.folder, 'start');
    program(folder, [], 'module', bundler);
    for (const file of ['index.html', 'vite.config.js']) cpSync(join(sources, file), join(folder, file));
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src', 'main.tsx'), viteMain);
    await this.#withCommand([], async (url) => {
      writeFileSync(join(folder, 'src', 'App.tsx'), component.replace('http://127.0.0.1:4280', url));
      await this.compile('start');
      await this.build('production', 'start');
      // Another port is another origin, as with `npm run dev`.
      const pages = await this.#serve({ dashboardDir: join(folder, 'dist', 'production') });
      const { page, troubles } = await openPage(browser, pages.url);
      try {
        await page.locator('[data-tailrace="row"]').nth(5).waitFor();
      } finally {
        await page.close();
        await pages.close();
      }
      if (troubles.length > 0) throw new Error(troubles.join('\n'));
    });
  }

  /** Opens the built page as a server would send it, and checks what a user would see. */
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
      const { height } = await page.locator('[data-tailrace="row"]').first().boundingBox();
      const panel = page.locator('[data-tailrace="panel"]').first();
      const display = await panel.evaluate(
        (element) => element.ownerDocument.defaultView.getComputedStyle(element).display,
      );
      if (height !== 20 || display !== 'flex')
        throw new Error(
          `The stylesheets are missing: a row is ${height} px high, and a panel has display: ${display}.`,
        );
    } catch (error) {
      const text = await page.locator('body').innerText();
      throw new Error([error.message, ...troubles, text.slice(0, 2000)].join('\n'), { cause: error });
    } finally {
      await page.close();
      await server.close();
    }
    if (troubles.length > 0) throw new Error(troubles.join('\n'));
  }
}
