/** From a captured process through every backend to the terminal: every line as the process wrote it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAIRS } from './support/backends.js';
import { parseLines } from './support/lines.js';
import { runTailrace, startServer, startTailrace, type Served } from './support/tailrace.js';

const LINES = 3000;
/** Writes awkward output on purpose: colours, tabs, wide characters, identical lines, blank lines, no line break at the end. */
const PROGRAM = `
  for (let i = 0; i < ${LINES}; i++) {
    const text = [\`plain \${i}\`, \`\\u001b[31mred \${i}\\u001b[0m\`, 'the same again', 'tab\\tand ünïcödé 漢字 \${x}', '', \`ERROR: step \${i} failed\`][i % 6];
    process.stdout.write(text + (i === ${LINES - 1} ? '' : '\\n'));
  }`;
const written = Array.from(
  { length: LINES },
  (_, i) =>
    [
      `plain ${i}`,
      `\u001b[31mred ${i}\u001b[0m`,
      'the same again',
      'tab\tand ünïcödé 漢字 ${x}',
      '',
      `ERROR: step ${i} failed`,
    ][i % 6],
);

let server: Served;
beforeAll(async () => {
  server = await startServer(['--scenario', 'none', '--', process.execPath, '-e', PROGRAM]);
});
afterAll(() => server.stop());

describe('a captured process', () => {
  it.each(PAIRS)(
    'arrives completely through $backend over $transport',
    async ({ backend, transport, endsByItself }) => {
      const tail = startTailrace([
        'tail',
        backend,
        server.url,
        'process',
        '--token',
        server.token,
        '--transport',
        transport,
        '--format',
        'ndjson',
      ]);
      await tail.hasLines(LINES);
      if (!endsByItself) tail.kill('SIGINT');
      expect(await tail.ended, tail.stderr()).toBe(endsByItself ? 0 : 130);
      const items = parseLines(tail.lines());
      expect(items.map(({ message }) => message)).toEqual(written);
      expect(items.map(({ level }) => level)).toEqual(
        written.map((text) => (text?.startsWith('ERROR') ? 'error' : 'info')),
      );
    },
  );

  it('is listed with its status and number of lines', async () => {
    expect((await server.state()).runs).toContainEqual(
      expect.objectContaining({ id: 'process', kind: 'process', status: 'completed', lines: LINES }),
    );
  });

  it('downloads byte for byte', async () => {
    const { status, stdout, stderr } = await runTailrace([
      'download',
      'prismq',
      server.url,
      'process',
      '--output',
      '-',
    ]);
    expect(status, stderr).toBe(0);
    expect(stdout).toBe(`${written.join('\n')}\n`);
  });
});
