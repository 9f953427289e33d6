import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../main.js';
import { fakeIo, type FakeIo } from '../testing/fake-io.js';
import { useReferenceServer } from '../testing/reference-server.js';

const server = useReferenceServer();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

const TOKEN = 'tailrace-demo';
const FILE = 'session.ndjson';
const open = (): FakeIo => fakeIo({ cwd: folder, env: { TAILRACE_TOKEN: TOKEN } });
const file = (): Promise<string> => readFile(join(folder, FILE), 'utf8');
const ledger = (io: FakeIo): unknown => JSON.parse(io.err().trimEnd().split('\n').at(-1) ?? '');

/** Tails with --record through a cut, to the end of the log or to Ctrl-C. */
async function record(backend: string, id: string, ...more: string[]): Promise<FakeIo> {
  const io = open();
  const ended = main(
    ['tail', backend, server.url, id, '--format', 'ndjson', '--stats', '--record', FILE, ...more],
    io,
  );
  await expect.poll(() => io.lines()).toHaveLength(3);
  server.control.cut({ runId: id });
  server.control.append(id, 2);
  await expect.poll(() => io.lines()).toHaveLength(5);
  server.control.append(id, 1);
  await expect.poll(() => io.lines()).toHaveLength(6);
  const endless = backend === 'stratal' || backend === 'containers';
  if (endless) io.send('SIGINT');
  else server.control.complete(id);
  expect(await ended).toBe(endless ? 130 : 0);
  return io;
}

describe('tailrace tail --record, then tailrace replay', () => {
  it.each(['codespace', 'prismq', 'stratal', 'containers'])(
    'replays a session of %s with the same lines and the same ledger',
    async (backend) => {
      const before = await record(backend, server.newRun(3));
      const after = open();
      expect(await main(['replay', FILE, '--format', 'ndjson', '--stats'], after)).toBe(0);
      expect(after.lines()).toEqual(before.lines());
      expect(ledger(after)).toEqual(ledger(before));
      expect(await file()).not.toContain(TOKEN);
      expect(before.err()).toContain(`Recorded to ${FILE}. It contains the log's text`);
      expect(await readdir(folder)).toEqual([FILE]);
    },
  );

  it('refuses a folder before it records', async () => {
    const io = open();
    expect(await main(['tail', 'prismq', server.url, server.newRun(3), '--record', '.'], io)).toBe(2);
    expect(io.err()).toMatch(/^tailrace: --record takes a file, but \. is a folder\.\n/);
    expect(io.out()).toBe('');
  });

  it('fails with the same message as the recorded session', async () => {
    const before = open();
    expect(await main(['tail', 'prismq', server.url, 'nowhere', '--record', FILE], before)).toBe(1);
    const after = open();
    expect(await main(['replay', FILE], after)).toBe(1);
    expect(after.err()).toMatch(/^tailrace: .*404/);
    expect(before.err()).toContain(after.err());
  });

  it('takes the log from the command line if the recording does not name it', async () => {
    const id = server.newRun(3);
    await record('prismq', id);
    const [head = '', ...events] = (await file()).split('\n');
    const nameless = JSON.stringify({ ...(JSON.parse(head) as object), about: {} });
    await writeFile(join(folder, FILE), [nameless, ...events].join('\n'));
    const io = open();
    expect(await main(['replay', FILE], io)).toBe(2);
    expect(io.err()).toContain('Name it: tailrace replay FILE <backend> <baseUrl> [id].');
    const told = open();
    expect(await main(['replay', FILE, 'prismq', 'http://else.example', id, '--format', 'raw'], told)).toBe(
      0,
    );
    expect(told.lines()).toHaveLength(6);
  });

  it('says why a recording cannot be read', async () => {
    const missing = open();
    expect(await main(['replay', 'nothing.ndjson'], missing)).toBe(1);
    expect(missing.err()).toMatch(/^tailrace: Cannot read the recording: .*nothing\.ndjson/);
    await record('prismq', server.newRun(3));
    await writeFile(join(folder, FILE), (await file()).slice(0, -20));
    const cut = open();
    expect(await main(['replay', FILE], cut)).toBe(1);
    expect(cut.err()).toMatch(/^tailrace: Line \d+ of the recording .*delete that line/);
  });

  it('traces the connection with TAILRACE_DEBUG, live and in a replay', async () => {
    const id = server.newRun(3);
    server.control.complete(id);
    const env = { TAILRACE_TOKEN: 'wrong-t0ken', TAILRACE_DEBUG: '1' };
    const before = fakeIo({ cwd: folder, env });
    expect(await main(['tail', 'codespace', server.url, id, '--record', FILE], before)).toBe(1);
    const after = fakeIo({ cwd: folder, env });
    expect(await main(['replay', FILE], after)).toBe(1);
    for (const io of [before, after]) {
      expect(io.err()).toMatch(/^tailrace: \[debug\] \+\d\.\d{3} s codespace task .*: connecting/m);
      expect(io.err()).toMatch(/^tailrace: \[debug\] .*error unauthorized, final: /m);
      expect(io.err()).not.toContain('wrong-t0ken');
    }
  });

  it('quotes a malformed payload in the notice but not in the trace', async () => {
    const id = server.newRun(3);
    await record('prismq', id);
    await writeFile(join(folder, FILE), (await file()).replace('data: {', 'data: {broken '));
    const io = fakeIo({ cwd: folder, env: { TAILRACE_DEBUG: '1' } });
    await main(['replay', FILE], io);
    const said = io.err().split('\n');
    expect(said).toContainEqual(
      expect.stringMatching(
        /^tailrace: A payload could not be read \(.*\) and was left out\. It begins: \{broken/,
      ),
    );
    const traced = said.filter((line) => line.startsWith('tailrace: [debug]'));
    expect(traced).toContainEqual(expect.stringMatching(/error malformed, final: A payload/));
    expect(traced.join()).not.toContain('broken');
  });

  it('prints nothing if the recording cannot be written', async () => {
    const io = open();
    expect(await main(['tail', 'prismq', server.url, server.newRun(1), '--record', 'no/where'], io)).toBe(1);
    expect(io.err()).toMatch(/^tailrace: Cannot write the recording: .*--record\.\n$/);
    expect(io.out()).toBe('');
  });
});
