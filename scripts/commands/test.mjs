import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { missingEntries } from '../complete-lock.mjs';
import { buildFilters, ensureBuilt } from '../lib/build.mjs';
import { ensureChromium } from '../lib/ensure-chromium.mjs';
import { inRoot } from '../lib/paths.mjs';
import { runTool } from '../lib/run-tool.mjs';
import { SetupError, say, since } from '../lib/say.mjs';
import { checkPackages } from '../lib/check-packages.mjs';
import { published } from '../packages/published.mjs';

const results = inRoot('.cache', 'test-results');

/** @typedef {import('../lib/troubles-reporter.mjs').Trouble} Trouble */
/** @typedef {{ passed: number, failed: number, troubles?: { failed: Trouble[], flaky: Trouble[] } }} Counts */

/** A check that consists of one program, which passes or fails. `print`: see {@link runTool}. */
async function check(script, args, print) {
  const ok = (await runTool(script, args, print)) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

/** `npm ci` refuses a lock that lacks the packages of other platforms, on any machine. */
function checkLock(print) {
  const names = Object.keys(missingEntries(JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'))));
  if (names.length === 0) return { passed: 1, failed: 0 };
  print(
    `package-lock.json lacks ${names.length} platform packages (${names[0]}, …). Run: node scripts/complete-lock.mjs && npm install\n`,
  );
  return { passed: 0, failed: 1 };
}

const sum = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed });

/** Runs the projects of vitest.config.ts that match a pattern. `more`: further arguments for Vitest. `print`: see {@link runTool}. */
async function vitest(project, filters, { more = [], print } = {}) {
  const file = inRoot('.cache', 'test-results', `${project.replace('-*', '')}.json`);
  mkdirSync(results, { recursive: true });
  rmSync(file, { force: true });
  const reporters = ['default', inRoot('scripts', 'lib', 'troubles-reporter.mjs')];
  const args = ['run', '--project', project, ...reporters.map((name) => `--reporter=${name}`)];
  const status = await runTool(
    'vitest/vitest.mjs',
    [...args, `--outputFile=${file}`, ...more, ...filters],
    print,
  );
  /** @type {import('../lib/troubles-reporter.mjs').Report} */
  let report = { passed: 0, failed: [], flaky: [] };
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    say(`vitest wrote no readable report for ${project}: ${error.message}`);
  }
  const { passed, failed, flaky } = report;
  // If Vitest failed but none of its tests did, it crashed.
  return { passed, failed: Math.max(failed.length, status === 0 ? 0 : 1), troubles: { failed, flaky } };
}

/**
 * Browser tests are retried once, in case a browser does not answer. The summary names every test that needed the retry, which
 * is a bug of the test or of the code under test.
 */
const browserStage = (project) => async (filters, print) => {
  process.env.TAILRACE_CHROMIUM = await ensureChromium();
  return vitest(project, filters, { more: ['--retry=1'], print });
};

/** The TypeScript projects of the repository, one a workspace; Vue's compiler checks its own. */
function typeProjects() {
  const inside = (folder) => readdirSync(inRoot(folder)).map((name) => `${folder}/${name}`);
  const workspaces = ['bench', 'e2e', ...inside('packages'), ...inside('examples')].filter(
    (path) => path !== 'examples/vue' && existsSync(inRoot(path, 'tsconfig.json')),
  );
  return ['.', ...workspaces, 'packages/core/tsconfig.pure.json'];
}

const stages = {
  types: {
    about: 'types',
    async run(args, print = toTerminal) {
      // One process for all of them reads what they share once. Several checkers a project would check that again each.
      const tsc = ['--build', '--force', '--checkers', '1', ...(args.length > 0 ? args : typeProjects())];
      const checked = [check('@typescript/native/bin/tsc', tsc, print)];
      if (args.length === 0) checked.push(check('vue-tsc/bin/vue-tsc.js', ['-p', 'examples/vue'], print));
      return (await Promise.all(checked)).reduce(sum);
    },
  },
  lint: {
    about: 'lock, unused code, lint, formatting',
    async run(args, print = toTerminal) {
      if (args.length > 0) return check('eslint/bin/eslint.js', ['--max-warnings=0', ...args]);
      // Each of them keeps one processor busy.
      const others = async () => [
        checkLock(print),
        // Unused files, exports and dependencies.
        await check('knip/bin/knip.js', ['--no-config-hints'], print),
        await check(
          'prettier/bin/prettier.cjs',
          [
            '--check',
            '--log-level=warn',
            '--cache',
            '--cache-strategy=content',
            `--cache-location=${inRoot('.cache', 'prettier')}`,
            '.',
          ],
          print,
        ),
      ];
      const eslint = check('eslint/bin/eslint.js', ['--max-warnings=0', '.'], print);
      return (await Promise.all([eslint, others()])).flat().reduce(sum);
    },
  },
  unit: { about: 'unit tests', run: (args, print) => vitest('unit', args, { print }) },
  packages: {
    about: 'packed packages and their consumers, and the API reference',
    async run(args, print) {
      process.env.TAILRACE_CHROMIUM = await ensureChromium();
      // Turbo restores its cache on top of existing files, so files of an older build would be packed.
      for (const name of published)
        rmSync(inRoot('packages', name, 'dist'), { recursive: true, force: true });
      // Reads the sources and writes nothing; checks that every link in the comments leads to a public name. Builds wait for each other, and
      // leave a processor to it.
      const [built, reference] = await Promise.all([
        check(
          'turbo/bin/turbo',
          ['run', 'build', ...buildFilters, '--output-logs=errors-only', ...args],
          print,
        ),
        check('typedoc/bin/typedoc', ['--emit', 'none', '--logLevel', 'Warn'], print ?? toTerminal),
      ]);
      const checked = built.failed > 0 ? [] : [await checkPackages(print ?? toTerminal)];
      return [built, reference, ...checked].reduce(sum);
    },
  },
  browser: { about: 'browser tests', run: browserStage('browser') },
  stories: { about: 'stories and their accessibility, in both themes', run: browserStage('stories-*') },
  e2e: {
    about: 'end to end',
    async run(args, print) {
      await ensureBuilt();
      return browserStage('e2e')(args, print);
    },
  },
};

/**
 * The stages of `npm test`, in groups: what is quick, and what other stages depend on, comes first. In a group, several chains of
 * stages run at the same time. Every stage at times waits, for its slowest file or for sockets, processes and frames; meanwhile
 * another uses the processors.
 */
const order = [[['types']], [['unit'], ['lint', 'packages']], [['e2e'], ['browser', 'stories']]];

const toTerminal = (text) => void process.stdout.write(text);

/** Runs a stage; resolves to its counts. A broken setup counts as a failure. Without `print`, its tools write to the terminal. */
async function runStage(name, args, print) {
  const { about, run: work } = stages[name];
  const start = performance.now();
  const tell = print ?? toTerminal;
  tell(`\n=== ${name}: ${about} ===\n`);
  /** @type {Counts} */
  let counts;
  try {
    counts = await work(args, print);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    tell(`tailrace: ${error.message}\n`);
    counts = { passed: 0, failed: 1 };
  }
  return { name, ...counts, time: since(start) };
}

/**
 * Runs the chains of a group at the same time; nothing more is started once `isOver`. The first chain prints as it goes; the output of
 * the others follows.
 */
async function runGroup(chains, isOver) {
  const done = [];
  const kept = [];
  const runChain = async (names, at) => {
    for (const name of names) {
      if (isOver(done)) return;
      done.push(await runStage(name, [], at === 0 ? undefined : (text) => kept.push(text)));
    }
  };
  await Promise.all(chains.map(runChain));
  for (const text of kept) toTerminal(text);
  return done;
}

function printTrouble(how, { file, name, why }) {
  console.log(`\n${how}: ${file} > ${name}\n  ${why}`);
}

function summarise(done, notRun) {
  console.log('\n=== summary ===');
  for (const { name, passed, failed, time } of done)
    console.log(
      `${failed > 0 ? 'FAILED' : 'ok    '}  ${name.padEnd(9)} ${passed} passed, ${failed} failed (${time})`,
    );
  for (const name of notRun) console.log(`not run ${name}`);
  for (const { troubles } of done) {
    for (const trouble of troubles?.failed ?? []) printTrouble('Failed', trouble);
    for (const trouble of troubles?.flaky ?? [])
      printTrouble('Failed at first, passed on the retry', trouble);
  }
  const total = done.reduce(sum, { passed: 0, failed: 0 });
  if (total.failed > 0) {
    const { name } = done.find((stage) => stage.failed > 0);
    console.log(`\nTo run the failed stage alone: npm run test:${name}`);
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

/**
 * `npm test`: every stage, stopping at the first that fails (`--keep-going` does not stop).
 * `npm run test:unit -- <filter>`: one stage; the arguments go to its tool.
 */
export async function run(args) {
  const [first, ...rest] = args;
  if (first !== undefined && Object.hasOwn(stages, first)) {
    summarise([await runStage(first, rest)], []);
    return;
  }
  const unknown = args.find((arg) => arg !== '--keep-going');
  if (unknown !== undefined)
    throw new SetupError(
      `npm test does not accept "${unknown}". To run one stage: npm run test:<${Object.keys(stages).join('|')}> -- <arguments of its tool>`,
    );
  const hasFailed = (stagesDone) =>
    stagesDone.some(({ failed }) => failed > 0) && !args.includes('--keep-going');
  const done = [];
  for (const chains of order) if (!hasFailed(done)) done.push(...(await runGroup(chains, hasFailed)));
  const ran = done.map(({ name }) => name);
  summarise(
    done,
    order.flat(2).filter((name) => !ran.includes(name)),
  );
}
