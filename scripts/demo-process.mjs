// What `npm start` captures: a simulated build worker that runs one job after another. It writes to stdout and stderr, with
// levels, colours and progress, at an uneven pace, and stops when asked to or when nobody reads its output any more.
//
//   node scripts/demo-process.mjs [--jobs N] [--pace FACTOR]
//
// --jobs N stops after N jobs (default: never); --pace 0 does not wait between lines (default 1).
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { jobs: { type: 'string', default: 'Infinity' }, pace: { type: 'string', default: '1' } },
});
const jobs = Number(values.jobs);
const pace = Number(values.pace);
if (Number.isNaN(jobs) || Number.isNaN(pace) || pace < 0) {
  process.stderr.write('demo-process: --jobs and --pace take a number.\n');
  process.exit(2);
}

const style = (code, text) => `\u001b[${code}m${text}\u001b[0m`;
const bold = (text) => style('1', text);
const dim = (text) => style('2', text);
const green = (text) => style('32', text);
const yellow = (text) => style('33', text);
const red = (text) => style('31', text);
const cyan = (text) => style('36', text);
const orange = (text) => style('38;5;208', text);
const violet = (text) => style('38;2;167;139;250', text);

// A random generator with a fixed seed: every run writes the same.
let state = 20261122;
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}
const between = (low, high) => low + Math.floor(random() * (high - low + 1));
const pick = (list) => list[between(0, list.length - 1)];

const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
process.on('SIGINT', () => stop.abort());
// The reader is gone: exit without an error.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(0));

const out = (line) => process.stdout.write(`${line}\n`);
const err = (line) => process.stderr.write(`${line}\n`);
const pause = (low, high) =>
  pace === 0 ? Promise.resolve() : sleep(between(low, high) * pace, undefined, { signal: stop.signal });

const modules = [
  'checkout',
  'billing',
  'search',
  'catalog',
  'notifications',
  'identity',
  'ledger',
  'reports',
];
const dependencies = [
  'undici',
  'zod',
  'pino',
  'kysely',
  'postgres',
  'date-fns',
  'nanoid',
  'fastify',
  'vite',
  'sharp',
];
const branches = ['main', 'release/4.2', 'fix/rounding', 'feat/bulk-export', 'renovate/vite'];

async function install() {
  out(`${cyan('▸')} ${bold('install')} ${dim('from lockfile')}`);
  const total = between(180, 420);
  for (let done = 0; done < total;) {
    done = Math.min(total, done + between(40, 110));
    out(
      `  resolved ${done}/${total} packages ${dim(`(${pick(dependencies)}@${between(1, 9)}.${between(0, 30)}.${between(0, 9)})`)}`,
    );
    await pause(60, 220);
  }
  if (random() < 0.4) err('WARNING: 2 packages are deprecated; run `npm outdated` for the list');
  out(`${green('✔')} ${total} packages in ${(total / 97).toFixed(1)} s`);
}

async function compile(name) {
  out(`${cyan('▸')} ${bold('compile')} ${name}`);
  const files = between(24, 60);
  for (let file = 1; file <= files; file += between(3, 8)) {
    const percent = Math.min(100, Math.round((file / files) * 100));
    out(
      `DEBUG: [${String(percent).padStart(3)}%] src/${pick(modules)}/${pick(['index', 'routes', 'schema', 'queries', 'mapper'])}.ts`,
    );
    await pause(30, 120);
  }
  if (random() < 0.3)
    err(
      `WARNING: src/${name}/mapper.ts:${between(12, 190)}:${between(3, 40)} 'total' is assigned but never used`,
    );
  out(`${green('✔')} ${files} files, ${between(310, 980)} kB, ${violet('sourcemaps on')}`);
}

async function test(name) {
  out(`${cyan('▸')} ${bold('test')} ${name}`);
  const files = between(8, 16);
  let failed = 0;
  for (let file = 1; file <= files; file += 1) {
    const took = between(8, 900);
    const title = `${pick(modules)}/${pick(['totals', 'permissions', 'retries', 'pagination', 'time-zones'])}.test.ts`;
    if (random() < 0.06) {
      failed += 1;
      out(`${red('✖')} ${title} ${dim(`${took} ms`)}`);
      err(`AssertionError: expected ${between(100, 999)} to equal ${between(100, 999)}`);
      err(`    at ${title}:${between(10, 220)}:${between(5, 60)}`);
      err('    at processTicksAndRejections (node:internal/process/task_queues:103:5)');
    } else {
      out(`${green('✓')} ${title} ${took > 600 ? yellow(`${took} ms`) : dim(`${took} ms`)}`);
    }
    await pause(40, 260);
  }
  if (failed > 0) err(`ERROR: ${failed} of ${files} test files failed; retrying them once`);
  for (let retry = 0; retry < failed; retry += 1) {
    await pause(200, 600);
    out(`${green('✓')} retry ${retry + 1}/${failed} passed`);
  }
  return failed;
}

async function ship(name, version) {
  out(`${cyan('▸')} ${bold('publish')} ${name}@${version}`);
  for (let percent = 0; percent < 100;) {
    percent = Math.min(100, percent + between(9, 24));
    out(`INFO: uploading image layer ${orange(`${percent}%`)}`);
    await pause(80, 240);
  }
  if (random() < 0.2) {
    err('ERROR: registry answered 503 Service Unavailable; next attempt in 2 s');
    await pause(1_500, 2_200);
    out('INFO: second attempt accepted');
  }
  out(
    JSON.stringify({
      level: 'info',
      msg: 'deployed',
      service: name,
      version,
      replicas: between(2, 6),
      ms: between(900, 4_200),
    }),
  );
}

async function work() {
  out(`${bold('build worker')} ready ${dim(`(pid ${process.pid}, node ${process.versions.node})`)}`);
  for (let job = 1; job <= jobs; job += 1) {
    const name = pick(modules);
    const version = `4.${between(1, 9)}.${job}`;
    out('');
    out(bold(`job #${1000 + job}  ${name}  ${dim(`on ${pick(branches)}`)}`));
    await install();
    await compile(name);
    const failed = await test(name);
    await ship(name, version);
    out(`${green('done')} job #${1000 + job}${failed > 0 ? yellow(`, ${failed} flaky`) : ''}`);
    if (job < jobs) await pause(1_200, 3_000);
  }
}

try {
  await work();
} catch (error) {
  if (error.name !== 'AbortError') throw error;
  out('INFO: asked to stop; no job was left half done');
}
