/** Whatever goes wrong, one sentence says what to do, the exit status tells scripts, and the token stays secret. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BACKENDS } from './support/backends.js';
import { runTailrace, startServer, startTailrace, type Served } from './support/tailrace.js';

const SECRET = 's3cret-t0ken-value';
/** Nobody listens on the discard port. */
const DEAD = 'http://127.0.0.1:9';

let server: Served;
let page: Server;
let pageUrl: string;
beforeAll(async () => {
  server = await startServer();
  await server.fill('run', 10);
  page = createServer(({ url }, response) => {
    if (url?.startsWith('/empty/'))
      response.writeHead(404, { 'Content-Type': 'text/html' }).end('<h1>Not Found</h1>');
    else response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Hello</title>');
  });
  await new Promise<void>((done) => page.listen(0, '127.0.0.1', done));
  pageUrl = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await server.stop();
  page.closeAllConnections();
  await new Promise((done) => page.close(done));
});

/** The lines of stderr. */
const sentences = (stderr: string): string[] => stderr.split('\n').filter((line) => line !== '');

async function fails(
  args: readonly string[],
  status: number,
  sentence: RegExp,
  env: Record<string, string> = {},
): Promise<void> {
  const ended = await runTailrace(args, { env });
  expect(ended.stdout).toBe('');
  expect(`${ended.stdout}${ended.stderr}`).not.toContain(SECRET);
  expect(sentences(ended.stderr)[0]).toMatch(sentence);
  expect(sentences(ended.stderr)).toHaveLength(status === 2 ? 2 : 1);
  expect(ended.stderr).not.toMatch(/^\s+at /m);
  expect(ended.status).toBe(status);
}

describe.each(BACKENDS)('tail $backend', ({ backend }) => {
  it('with a dead port', () =>
    fails(
      ['tail', backend, DEAD, 'run', '--token', SECRET],
      1,
      /^tailrace: Cannot reach .*127\.0\.0\.1:9.*Check/,
    ));

  it('with a web page where a backend should be', () =>
    fails(
      ['tail', backend, pageUrl, 'run', '--token', SECRET],
      1,
      /^tailrace: .*(HTML|text\/html).*[Cc]heck/,
    ));

  it('with an unknown run', () =>
    fails(
      ['tail', backend, server.url, 'nowhere', '--token', server.token],
      1,
      /^tailrace: .*(404|not there|nowhere).*\./,
    ));

  it('with an unknown path', () =>
    fails(
      ['tail', backend, `${pageUrl}/empty`, 'run', '--token', SECRET],
      1,
      /^tailrace: .*404.*Check the base URL/,
    ));
});

describe.each(BACKENDS.filter(({ backend }) => backend === 'codespace' || backend === 'containers'))(
  'tail $backend',
  ({ backend, transports }) => {
    it.each(transports)('with a refused token, over %s', (transport) =>
      fails(
        ['tail', backend, server.url, 'run', '--token', SECRET, '--transport', transport],
        1,
        /^tailrace: .*token.*(401|4001|403).*/i,
      ),
    );

    it('with a refused token in the environment', () =>
      fails(['tail', backend, server.url, 'run'], 1, /^tailrace: .*token/i, { TAILRACE_TOKEN: SECRET }));

    it('with no token', () => fails(['tail', backend, server.url, 'run'], 1, /^tailrace: .*token/i));
  },
);

describe('download', () => {
  it.each(BACKENDS)('$backend with a dead port', ({ backend }) =>
    fails(
      ['download', backend, DEAD, 'run', '--output', '-', '--token', SECRET],
      1,
      /^tailrace: Cannot reach /,
    ),
  );

  it.each(BACKENDS)('$backend with an unknown run', ({ backend }) =>
    fails(
      ['download', backend, server.url, 'nowhere', '--output', '-', '--token', server.token],
      1,
      /^tailrace: /,
    ),
  );

  it('into a folder that does not exist', () =>
    fails(
      ['download', 'prismq', server.url, 'run', '--output', 'no/such/folder/x.log'],
      1,
      /^tailrace: Cannot write the file: .*--output/,
    ));
});

describe('wrong usage', () => {
  it.each([
    [[], /Missing command/],
    [['tial'], /did you mean tail\?/],
    [['tail'], /Missing backend/],
    [['tail', 'prismq'], /Missing base URL/],
    [['tail', 'prismq', 'localhost:4280', 'x'], /Did you mean http:\/\/localhost:4280\?/],
    [['tail', 'prismq', DEAD], /Missing run id/],
    [['tail', 'prismq', DEAD, 'x', SECRET], /Too many arguments/],
    [['tail', 'prismq', `http://user:${SECRET}@localhost`, 'x'], /Leave user and password out/],
    [['tail', 'prismq', DEAD, 'x', `--tokn=${SECRET}`], /did you mean --token\?/],
    [['tail', 'prismq', DEAD, 'x', '--transport', 'ws'], /prismq has no ws; use --transport sse or poll/],
    [['tail', 'prismq', DEAD, 'x', '--grep', '('], /not a regular expression/],
    [['tail', 'stratal', DEAD, 'type:sytem'], /system.*job.*task/],
    [['download', 'prismq', DEAD, 'x', '--date', '2026-01-01'], /--date works only with stratal/],
    [['serve', '--port', 'many'], /--port takes a whole number/],
    [['serve', '--scenario', 'stedy'], /did you mean steady\?/],
    [['serve', '--dashboard', 'no/such/folder'], /no such folder/],
  ])('%j', (args, sentence) => fails(args, 2, sentence));
});

describe('serve', () => {
  it('says that the port is taken', () =>
    fails(
      ['serve', '--port', new URL(server.url).port],
      1,
      /^tailrace: Port \d+ on 127\.0\.0\.1 is already in use\..*--port/,
    ));

  it('says that the command cannot be started', async () => {
    const { status, stderr } = await runTailrace([
      'serve',
      '--port',
      '0',
      '--scenario',
      'none',
      '--',
      'no-such-program-anywhere',
    ]);
    expect(sentences(stderr)).toEqual([expect.stringMatching(/no-such-program-anywhere/)]);
    expect(status).toBe(1);
  });
});

describe('ends', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'with status 130 on %s, after printing the ledger',
    async (signal) => {
      const tail = startTailrace(['tail', 'prismq', server.url, 'run', '--stats', '--format', 'raw']);
      await tail.hasLines(10);
      tail.kill(signal);
      expect(await tail.ended).toBe(130);
      expect(JSON.parse(tail.stderr().trimEnd())).toMatchObject({ stored: 10 });
    },
  );

  it('quietly, with status 0, when its reader closes the pipe', async () => {
    await server.fill('long', 20_000);
    const tail = startTailrace([
      'tail',
      'codespace',
      server.url,
      'long',
      '--token',
      server.token,
      '--format',
      'raw',
    ]);
    tail.child.stdout?.once('data', () => tail.child.stdout?.destroy());
    await new Promise((read) => tail.child.stdout?.once('close', read));
    for (let i = 0; i < 5; i++) await server.act({ action: 'append', runId: 'long', count: 100 });
    expect(await tail.ended).toBe(0);
    expect(tail.stderr()).toBe('');
  });

  it('quietly, with status 0, when nobody reads its help', async () => {
    const help = startTailrace(['--help']);
    help.child.stdout?.destroy();
    expect(await help.ended).toBe(0);
    expect(help.stderr()).toBe('');
  });

  it('with status 0 after help and version on stdout', async () => {
    const help = await runTailrace(['tail', '--help']);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toContain('tailrace tail <codespace|prismq|stratal|containers> <baseUrl> [id]');
    const version = await runTailrace(['--version']);
    expect(version).toMatchObject({ status: 0, stderr: '' });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
