import type { Random } from '../lib/random.js';
import { say } from './scenario.js';
import type { Scenario, Step } from './scenario.js';

const esc = '\u001b[';
const sgr =
  (on: string, off: string) =>
  (text: string): string =>
    `${esc}${on}m${text}${esc}${off}m`;
const bold = sgr('1', '22');
const dim = sgr('2', '22');
const red = sgr('31', '39');
const green = sgr('32', '39');
const yellow = sgr('33', '39');
const cyan = sgr('36', '39');
const brightBlue = sgr('94', '39');
const underline = sgr('4', '24');
const inverseRed = sgr('41;97', '0');
const palette = (colour: number, text: string): string => `${esc}38;5;${colour}m${text}${esc}39m`;
const rgb = (red: number, green: number, blue: number, text: string): string =>
  `${esc}38;2;${red};${green};${blue}m${text}${esc}39m`;

const layers = ['base', 'toolchain', 'dependencies', 'sources'];
const chunks = ['index', 'editor', 'charts', 'settings', 'vendor-react', 'vendor-date', 'worker'];

/** A build in colour: 16, 256 and RGB colours, bold and dim, and progress bars that overwrite themselves. */
export const ansiBuild: Scenario = {
  name: 'ansi-build',
  title: 'Web build',
  summary: 'A coloured build log: every kind of ANSI colour, and progress that overwrites its line.',
  rate: 3,
  tell,
};

function* tell(random: Random): Generator<Step> {
  const started = random.int(1200, 4000);
  yield { kind: 'status', status: 'running' };
  yield* image(random);
  yield* compile(random);
  yield* check(random);
  const broken = random.chance(0.25);
  if (broken) {
    yield* failure();
    yield { kind: 'status', status: 'failed', exitCode: 1 };
    return;
  }
  yield* bundle(random);
  const seconds = (started / 100).toFixed(1);
  yield say({
    message: `${green('✓')} ${bold('built')} in ${bold(`${seconds}s`)}`,
    step: 'bundle',
    task: 'bundle',
    type: 'success',
    progress: 100,
  });
  yield { kind: 'status', status: 'completed', exitCode: 0 };
}

function* image(random: Random): Generator<Step> {
  yield line('image', `${brightBlue('▸')} ${bold('Preparing the build image')}`, 2);
  for (const [i, layer] of layers.entries()) {
    const megabytes = random.int(6, 140);
    const bar = [10, 35, 60, 85, 100]
      .map((percent) => `${dim(layer.padEnd(13))} ${meter(percent)} ${String(percent).padStart(3)}%`)
      .join('\r');
    yield line('image', `${bar} ${dim(`${megabytes} MB`)}`, 4 + i * 6, 1.5);
  }
}

function* compile(random: Random): Generator<Step> {
  yield line('compile', `${brightBlue('▸')} ${bold('Compiling')} ${underline('apps/console')}`, 30);
  const files = random.int(380, 460);
  for (const part of ['routes', 'components', 'hooks', 'workers']) {
    const count = Math.round(files * (0.1 + random.next() * 0.3));
    yield line(
      'compile',
      `${cyan('tsc')} ${part.padEnd(11)} ${palette(245, `${count} files`)} ${green('ok')} ${dim(`${random.int(180, 2200)}ms`)}`,
      38,
    );
  }
  yield say({
    message: `${yellow(bold('warning'))} ${underline('src/charts/axis.ts:88:14')} ${dim('TS6385')} ${yellow("'scaleTime' is deprecated")}`,
    level: 'warn',
    step: 'compile',
    task: 'compile',
    progress: 46,
  });
}

function* check(random: Random): Generator<Step> {
  yield line('check', `${brightBlue('▸')} ${bold('Checking')}`, 50);
  const total = random.int(610, 690);
  for (const percent of [22, 51, 78, 100]) {
    const done = Math.round((total * percent) / 100);
    yield line(
      'check',
      `${gradient(percent)} ${palette(208, String(done))}${dim(`/${total} tests`)}`,
      50 + Math.round(percent / 5),
    );
  }
  yield line(
    'check',
    `${green('✓')} ${total} tests ${dim(`in ${random.int(9, 20)}.${random.int(0, 9)}s`)}`,
    72,
  );
}

function* bundle(random: Random): Generator<Step> {
  yield line('bundle', `${brightBlue('▸')} ${bold('Bundling')}`, 76);
  for (const [i, chunk] of chunks.entries()) {
    const size = random.int(4, 420);
    const colour = size > 300 ? yellow : green;
    const name = `dist/assets/${cyan(`${chunk}-${random.hex(8)}.js`)}`;
    yield line(
      'bundle',
      `${dim(name)} ${colour(`${String(size).padStart(4)} kB`)} ${dim(`gzip ${Math.round(size / 3.1)} kB`)}`,
      78 + i * 3,
      0.6,
    );
  }
}

function* failure(): Generator<Step> {
  const output = [
    `${inverseRed(' ERROR ')} ${red(bold('Could not resolve "@console/tokens"'))}`,
    '',
    `    ${palette(39, 'src/theme/index.ts')}${dim(':3:24:')}`,
    `${dim('      3 │')} import { palette } from ${palette(114, '"@console/tokens"')};`,
    `${dim('        ╵')}                         ${red('~~~~~~~~~~~~~~~~~')}`,
    '',
    `${dim('  The package is in the workspace but was not built. Run')} ${bold('npm run build -w tokens')}`,
  ];
  for (const message of output) {
    yield say(
      { message, level: 'error', stream: 'stderr', step: 'bundle', task: 'bundle', progress: 78 },
      0.3,
    );
  }
}

function line(step: string, message: string, progress: number, after?: number): Step {
  return say({ message, step, task: step, progress }, after);
}

function meter(percent: number): string {
  const filled = Math.round(percent / 5);
  return `${green('━'.repeat(filled))}${palette(238, '━'.repeat(20 - filled))}`;
}

/** A bar that goes from red to green in true colour. */
function gradient(percent: number): string {
  const filled = Math.round(percent / 5);
  return Array.from({ length: 20 }, (_, i) =>
    i < filled ? rgb(230 - i * 9, 70 + i * 8, 90, '█') : palette(236, '░'),
  ).join('');
}
