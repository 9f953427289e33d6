import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { missingEntries } from '../complete-lock.mjs';
import { ensureBuilt } from '../lib/build.mjs';
import { ensureChromium } from '../lib/ensure-chromium.mjs';
import { inRoot } from '../lib/paths.mjs';
import { runTool } from '../lib/run-tool.mjs';
import { SetupError, say, since } from '../lib/say.mjs';
import { checkPackages } from '../lib/check-packages.mjs';
import { published } from '../packages/published.mjs';

const results = inRoot('.cache', 'test-results');

/** @typedef {import('../lib/troubles-reporter.mjs').Trouble} Trouble */
/** @typedef {{ passed: number, failed: number, troubles?: { failed: Trouble[], flaky: Trouble[] } }} Counts */

/** A check that is a single program: it passes or it does not. `print`: see {@link runTool}. */
async function check(script, args, print) {
  const ok = (await runTool(script, args, print)) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

/** `npm ci` refuses a lock that lacks other platforms' packages, on this machine as on theirs. */
function checkLock(print) {
  const names = Object.keys(missingEntries(JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'))));
  if (names.length === 0) return { passed: 1, failed: 0 };
  print(
    `package-lock.json lacks ${names.length} platform packages (${names[0]}, …). Run: node scripts/complete-lock.mjs && npm install\n`,
  );
  return { passed: 0, failed: 1 };
}

const sum = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed });

/** The projects of vitest.config.ts that a pattern names. `more`: further arguments of Vitest. */
async function vitest(project, filters, more = []) {
  const file = inRoot('.cache', 'test-results', `${project.replace('-*', '')}.json`);
  mkdirSync(results, { recursive: true });
  rmSync(file, { force: true });
  const status = await runTool('vitest/vitest.mjs', [
    'run',
    '--project',
    project,
    '--reporter=default',
    `--reporter=${inRoot('scripts', 'lib', 'troubles-reporter.mjs')}`,
    `--outputFile=${file}`,
    ...more,
    ...filters,
  ]);
  /** @type {import('../lib/troubles-reporter.mjs').Report} */
  let report = { passed: 0, failed: [], flaky: [] };
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    say(`vitest left no readable report of ${project}: ${error.message}`);
  }
  const { passed, failed, flaky } = report;
  // Vitest failed, and no test of it did: it crashed.
  return { passed, failed: Math.max(failed.length, status === 0 ? 0 : 1), troubles: { failed, flaky } };
}

/**
 * Tests in a browser have one more try, for a browser that does not answer. That a test needed it is told at the end: it is a
 * fault, of the test or of what it tests.
 */
const browserStage = (project) => async (filters) => {
  process.env.TAILRACE_CHROMIUM = await ensureChromium();
  return vitest(project, filters, ['--retry=1']);
};

const stages = {
  types: {
    about: 'types',
    run: (args) =>
      check('turbo/bin/turbo', [
        'run',
        'check:types',
        '//#check:types',
        '--continue',
        '--output-logs=errors-only',
        ...args,
      ]),
  },
  lint: {
    about: 'lock, unused code, lint, formatting',
    async run(args, print) {
      if (args.length > 0) return check('eslint/bin/eslint.js', ['--max-warnings=0', ...args]);
      // Each of them takes one processor.
      const others = async () => [
        checkLock(print),
        // Files, exports and dependencies that nobody uses.
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
  unit: { about: 'unit tests', run: (args) => vitest('unit', args) },
  packages: {
    about: 'packed packages and their consumers, and the API reference',
    async run(args) {
      process.env.TAILRACE_CHROMIUM = await ensureChromium();
      // Turbo puts what it kept over what is there: files of an older build would be packed.
      for (const name of published)
        rmSync(inRoot('packages', name, 'dist'), { recursive: true, force: true });
      const built = await check('turbo/bin/turbo', ['run', 'build', '--output-logs=errors-only', ...args]);
      if (built.failed > 0) return built;
      // Read without being written: every link in the API's comments leads to a name that users can see.
      const reference = await check('typedoc/bin/typedoc', ['--emit', 'none', '--logLevel', 'Warn']);
      return [built, await checkPackages(), reference].reduce(sum);
    },
  },
  browser: { about: 'browser tests', run: browserStage('browser') },
  stories: { about: 'stories and their accessibility, in both themes', run: browserStage('stories-*') },
  e2e: {
    about: 'end to end',
    async run(args) {
      await ensureBuilt();
      return browserStage('e2e')(args);
    },
  },
};

/**
 * `npm test`: what is quick, and what others build on, first. The linter takes one processor for most of its time, and some of the
 * unit tests wait for sockets and processes: they run side by side.
 */
const order = [['types'], ['unit', 'lint'], ['packages'], ['browser'], ['stories'], ['e2e']];

const toTerminal = (text) => void process.stdout.write(text);

/** One stage: its counts, and a line for the person who waits. Only a broken setup ends it early, as a failure. */
async function runStage(name, args, print = toTerminal) {
  const { about, run: work } = stages[name];
  const start = performance.now();
  print(`\n=== ${name}: ${about} ===\n`);
  /** @type {Counts} */
  let counts;
  try {
    counts = await work(args, print);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    print(`tailrace: ${error.message}\n`);
    counts = { passed: 0, failed: 1 };
  }
  return { name, ...counts, time: since(start) };
}

/** Stages side by side: the first is seen at work, what the others print comes after it. */
async function runTogether([first, ...others]) {
  const kept = [];
  const beside = others.map((name) => runStage(name, [], (text) => kept.push(text)));
  const done = [await runStage(first, []), ...(await Promise.all(beside))];
  for (const text of kept) toTerminal(text);
  return done;
}

function tellTrouble(how, { file, name, why }) {
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
    for (const trouble of troubles?.failed ?? []) tellTrouble('Failed', trouble);
    for (const trouble of troubles?.flaky ?? [])
      tellTrouble('Failed at first, passed at the second try', trouble);
  }
  const total = done.reduce(sum, { passed: 0, failed: 0 });
  if (total.failed > 0) {
    const { name } = done.find((stage) => stage.failed > 0);
    console.log(`\nTo see only what failed: npm run test:${name}`);
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
      `npm test takes no "${unknown}". For a part of it: npm run test:<${Object.keys(stages).join('|')}> -- <arguments of its tool>`,
    );
  const done = [];
  for (const together of order) {
    done.push(...(await runTogether(together)));
    if (done.some(({ failed }) => failed > 0) && !args.includes('--keep-going')) break;
  }
  summarise(done, order.flat().slice(done.length));
}
