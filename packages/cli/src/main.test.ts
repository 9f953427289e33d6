import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numberedLines, type LogSink } from '@tailrace/mock-server';
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { main } from './main.js';
import { fakeIo, type FakeIo } from './testing/fake-io.js';

let server: RunningServer;
let folder: string;
beforeAll(async () => {
  server = await serve({ port: 0, scenario: 'none' });
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

let count = 0;
/** A new run for each test. */
function newRun(lines: number | readonly string[]): string {
  const id = `run-${(count += 1)}`;
  const run = server.store.createRun({ id });
  if (typeof lines === 'number') run.append(numberedLines(lines));
  else run.append(lines);
  return id;
}
/** A sink that keeps nothing: the run has no log file. */
const forgetful: LogSink = {
  backlog: 0,
  write: () => undefined,
  read: () => Promise.resolve(undefined),
  close: () => Promise.resolve(),
  discard: () => Promise.resolve(),
};
const tail = (id: string, ...more: string[]): string[] => ['tail', 'prismq', server.url, id, ...more];

describe('tailrace tail', () => {
  it('prints the history and ends with --no-follow', async () => {
    const io = fakeIo();
    expect(await main(tail(newRun(3), '--no-follow', '--format', 'raw'), io)).toBe(0);
    expect(io.lines()).toEqual(['line 1', 'line 2', 'line 3']);
    expect(io.err()).toBe('');
  });

  it('follows until the log is complete', async () => {
    const io = fakeIo();
    const id = newRun(2);
    const ended = main(tail(id, '--format', 'raw'), io);
    await expect.poll(() => io.lines()).toHaveLength(2);
    server.control.append(id, 1);
    await expect.poll(() => io.lines()).toHaveLength(3);
    server.control.complete(id);
    expect(await ended).toBe(0);
  });

  it('says that the history is left out if only live lines can be read', async () => {
    const io = fakeIo();
    const id = newRun(3);
    server.control.refuse({ backend: 'stratal', scope: 'rest', status: 500, count: 1_000 });
    const ended = main(['tail', 'stratal', server.url, id, '--format', 'raw'], io);
    await expect.poll(io.err, { timeout: 10_000 }).toMatch(/\(500\)\. Earlier lines are left out/);
    server.control.append(id, 1);
    await expect.poll(() => io.lines()).toEqual(['line 4']);
    io.send('SIGINT');
    expect(await ended).toBe(130);
    server.control.reset();
  });

  it('starts with the newest N lines for --tail N', async () => {
    const io = fakeIo();
    await main(tail(newRun(10), '--no-follow', '--format', 'raw', '--tail', '2'), io);
    expect(io.lines()).toEqual(['line 9', 'line 10']);
  });

  it('starts with the next line for --tail 0', async () => {
    const io = fakeIo();
    const id = newRun(5);
    const ended = main(tail(id, '--format', 'raw', '--tail', '0'), io);
    await expect.poll(() => server.control.duplicate(0, { runId: id })).toBe(1);
    server.control.append(id, ['new']);
    server.control.complete(id);
    expect(await ended).toBe(0);
    expect(io.lines()).toEqual(['new']);
  });

  it('prints only lines of a level or with a pattern', async () => {
    const id = newRun([]);
    server.control.append(id, [
      { message: 'quiet', level: 'debug' },
      { message: 'disk nearly full', level: 'warn' },
      { message: 'disk \u001b[31mfull\u001b[0m', level: 'error' },
    ]);
    const byLevel = fakeIo();
    await main(tail(id, '--no-follow', '--format', 'raw', '--level', 'warning'), byLevel);
    expect(byLevel.lines()).toHaveLength(2);
    const byText = fakeIo();
    await main(tail(id, '--no-follow', '--format', 'ndjson', '--grep', '^disk full$'), byText);
    expect(byText.lines().map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(['error']);
  });

  it('prints the ledger last, as one line of JSON on stderr', async () => {
    const io = fakeIo();
    await main(tail(newRun(4), '--no-follow', '--stats', '--tail', '3'), io);
    expect(JSON.parse(io.err())).toEqual({
      received: 3,
      stored: 3,
      duplicates: 0,
      dropped: 0,
      malformed: 0,
      gaps: 0,
    });
    expect(io.err()).toMatch(/^[^\n]+\n$/);
  });

  /** Writes more lines than the server keeps while nobody is connected. Resolves once all are caught up. */
  async function overrun(id: string, outputs: readonly FakeIo[], lines: number): Promise<void> {
    for (const io of outputs) await expect.poll(() => io.lines()).toHaveLength(20);
    server.control.refuse({ backend: 'prismq', count: outputs.length, status: 503, retryAfter: 1 });
    server.control.cut({ runId: id });
    server.control.append(id, lines);
    for (const io of outputs) await expect.poll(() => io.lines().at(-1)).toContain(`line ${20 + lines}`);
    server.control.complete(id);
  }

  it('shows a gap: as a line in pretty and ndjson, as a notice on stderr in raw', async () => {
    const id = `run-${(count += 1)}`;
    server.store.createRun({ id }, forgetful).append(numberedLines(20));
    const outputs = [fakeIo(), fakeIo(), fakeIo()] as const;
    const ended = Promise.all([
      main(tail(id), outputs[0]),
      main(tail(id, '--format', 'raw'), outputs[1]),
      main(tail(id, '--format', 'ndjson', '--stats'), outputs[2]),
    ]);
    await overrun(id, outputs, 10_500);
    expect(await ended).toEqual([0, 0, 0]);
    expect(outputs[0].out()).toMatch(/^--- .*missing here .*\(evicted\) ---$/m);
    expect(outputs[1].err()).toMatch(/^tailrace: .*missing here .*\(evicted\)\.$/m);
    expect(outputs[2].lines().map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({ kind: 'gap', reason: 'evicted' }),
    );
    expect(JSON.parse(outputs[2].err().trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ gaps: 1 });
  });

  it('prints lines that only the log file still has, in their place', async () => {
    const id = newRun(20);
    const io = fakeIo();
    const ended = main(tail(id, '--format', 'raw', '--stats'), io);
    await overrun(id, [io], 10_500);
    expect(await ended).toBe(0);
    expect(io.lines()).toEqual(Array.from({ length: 10_520 }, (_, at) => `line ${at + 1}`));
    const ledger = JSON.parse(io.err().trimEnd().split('\n').at(-1) ?? '') as object;
    expect(ledger).toMatchObject({ stored: 10_520, gaps: 0 });
  });

  it('reports a cut and the reconnect in one line each, and continues', async () => {
    const io = fakeIo();
    const id = newRun(2);
    const ended = main(tail(id, '--format', 'raw'), io);
    await expect.poll(() => io.lines()).toHaveLength(2);
    server.control.cut({ runId: id });
    await expect.poll(() => io.err()).toMatch(/Connected again\.\n$/);
    server.control.append(id, 1);
    server.control.complete(id);
    expect(await ended).toBe(0);
    expect(io.lines()).toEqual(['line 1', 'line 2', 'line 3']);
    expect(io.err()).toMatch(/^tailrace: [^\n]+ Trying again in [\d.]+ s\.\ntailrace: Connected again\.\n$/);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with 130 on %s', async (signal) => {
    const io = fakeIo();
    const ended = main(tail(newRun(2), '--format', 'raw'), io);
    await expect.poll(() => io.lines()).toHaveLength(2);
    io.send(signal);
    expect(await ended).toBe(130);
    expect(io.err()).toBe('');
  });

  it('ends quietly if its reader goes away', async () => {
    const id = newRun(2);
    const io = fakeIo({
      onOut: () => {
        throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
      },
    });
    expect(await main(tail(id, '--format', 'raw'), io)).toBe(0);
    expect(io.err()).toBe('');
  });

  it('fails if its output cannot be written', async () => {
    const io = fakeIo({
      onOut: () => {
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
    });
    expect(await main(tail(newRun(2), '--format', 'raw'), io)).toBe(1);
    expect(io.err()).toBe('tailrace: Cannot write the output: no space left on device.\n');
  });

  it('prints colours on a terminal, but not with NO_COLOR', async () => {
    const id = newRun(['\u001b[32mgreen\u001b[0m']);
    const coloured = fakeIo({ tty: true });
    await main(tail(id, '--no-follow'), coloured);
    expect(coloured.out()).toContain('\u001b[32mgreen');
    const plain = fakeIo({ tty: true, env: { NO_COLOR: '1' } });
    await main(tail(id, '--no-follow'), plain);
    expect(plain.out()).not.toContain('\u001b');
  });

  it('never shows a token that was refused', async () => {
    const io = fakeIo({ env: { TAILRACE_TOKEN: 'wrong-t0ken' } });
    expect(await main(['tail', 'codespace', server.url, newRun(1)], io)).toBe(1);
    expect(io.err()).toMatch(/^tailrace: .*token/);
    expect(io.out() + io.err()).not.toContain('wrong-t0ken');
  });

  it('reads the token from stdin', async () => {
    const io = fakeIo({ stdin: 'tailrace-demo\n' });
    const args = [
      'tail',
      'codespace',
      server.url,
      newRun(2),
      '--token',
      '-',
      '--no-follow',
      '--format',
      'raw',
    ];
    expect(await main(args, io)).toBe(0);
    expect(io.lines()).toHaveLength(2);
  });
});

describe('tailrace download', () => {
  it('writes the server’s file under the server’s name, and does not overwrite it', async () => {
    const id = newRun(300);
    const io = fakeIo({ cwd: folder });
    expect(await main(['download', 'prismq', server.url, id], io)).toBe(0);
    expect(await readdir(folder)).toEqual([`${id}.log`]);
    const text = await readFile(join(folder, `${id}.log`), 'utf8');
    expect(text.split('\n')).toHaveLength(301);
    expect(io.err()).toBe(`tailrace: ${text.length.toLocaleString('en')} bytes written to ${id}.log.\n`);

    const again = fakeIo({ cwd: folder });
    expect(await main(['download', 'prismq', server.url, id], again)).toBe(1);
    expect(again.err()).toContain('already exists. Choose a file with --output');
    expect(await readdir(folder)).toEqual([`${id}.log`]);
  });

  it('overwrites a file given with --output', async () => {
    await writeFile(join(folder, 'x.log'), 'old');
    expect(
      await main(
        ['download', 'prismq', server.url, newRun(['new']), '--output', 'x.log'],
        fakeIo({ cwd: folder }),
      ),
    ).toBe(0);
    expect(await readFile(join(folder, 'x.log'), 'utf8')).toBe('new\n');
  });

  it.each(['codespace', 'containers'])(
    'writes every line of %s, which has no log file to download',
    async (backend) => {
      const id = newRun(1200);
      const io = fakeIo({ cwd: folder, env: { TAILRACE_TOKEN: 'tailrace-demo' } });
      expect(await main(['download', backend, server.url, id, '--output', '-'], io)).toBe(0);
      expect(io.lines()).toHaveLength(1200);
      expect(io.lines()[0]).toMatch(/^\d{4}-\S+ INFO .*line 1$/);
      expect(io.err()).toBe('');
    },
  );

  it('leaves no file behind if it fails', async () => {
    const io = fakeIo({ cwd: folder });
    expect(await main(['download', 'prismq', server.url, 'nowhere'], io)).toBe(1);
    expect(io.err()).toMatch(/^tailrace: .*404.*\n$/);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('tailrace serve', () => {
  it('prints its address and what it captures, and ends with 0 when asked to', async () => {
    const io = fakeIo({ cwd: folder });
    await writeFile(join(folder, 'app.log'), 'one\n');
    const ended = main(
      [
        'serve',
        '--port',
        '0',
        '--scenario',
        'none',
        '--file',
        join(folder, 'app.log'),
        '--',
        process.execPath,
        '-e',
        'console.log("hi")',
      ],
      io,
    );
    await expect.poll(() => io.out()).toContain('stop ');
    const url = /http:\/\/\S+/.exec(io.out())?.[0] ?? '';
    expect(io.out()).toMatch(/captured +node -e console.log\("hi"\) \(as run "process"\)/);
    expect(io.out()).toContain('(as run "app.log")');
    await expect.poll(() => io.err()).toMatch(/ended with status 0\. Its log stays available/);
    for (const run of ['process', 'app.log']) {
      const lines = fakeIo();
      expect(await main(['tail', 'prismq', url, run, '--no-follow', '--format', 'raw'], lines)).toBe(0);
      expect(lines.lines()).toEqual([run === 'process' ? 'hi' : 'one']);
    }
    io.send('SIGTERM');
    expect(await ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });
});

describe('tailrace', () => {
  it('shows help and version on stdout', async () => {
    for (const args of [
      ['--help'],
      ['serve', '--help'],
      ['tail', '-h'],
      ['download', '--help'],
      ['replay', '--help'],
      ['doctor', '--help'],
      ['--version'],
    ]) {
      const io = fakeIo();
      expect(await main(args, io)).toBe(0);
      expect(io.out()).not.toBe('');
      expect(io.err()).toBe('');
      for (const line of io.lines()) expect(line.length).toBeLessThanOrEqual(120);
    }
  });

  it('says what is wrong and where to find help, and ends with 2', async () => {
    const io = fakeIo();
    expect(await main(['tail', 'prismq'], io)).toBe(2);
    expect(io.out()).toBe('');
    expect(io.err()).toBe(
      'tailrace: Missing base URL: tailrace tail prismq http://127.0.0.1:4280 <id>.\nRun "tailrace tail --help" for usage.\n',
    );
  });
});
