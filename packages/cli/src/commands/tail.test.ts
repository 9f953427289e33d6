import { numberedLines, type LogSink } from '@tailrace/mock-server';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { main } from '../main.js';
import { fakeIo, type FakeIo } from '../testing/fake-io.js';
import { useReferenceServer } from '../testing/reference-server.js';

const server = useReferenceServer();
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
    expect(await main(tail(server.newRun(3), '--no-follow', '--format', 'raw'), io)).toBe(0);
    expect(io.lines()).toEqual(['line 1', 'line 2', 'line 3']);
    expect(io.err()).toBe('');
  });

  it('follows until the log is complete', async () => {
    const io = fakeIo();
    const id = server.newRun(2);
    const ended = main(tail(id, '--format', 'raw'), io);
    await expect.poll(() => io.lines()).toHaveLength(2);
    server.control.append(id, 1);
    await expect.poll(() => io.lines()).toHaveLength(3);
    server.control.complete(id);
    expect(await ended).toBe(0);
  });

  it('says that the history is left out if only live lines can be read', async () => {
    const io = fakeIo();
    const id = server.newRun(3);
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
    await main(tail(server.newRun(10), '--no-follow', '--format', 'raw', '--tail', '2'), io);
    expect(io.lines()).toEqual(['line 9', 'line 10']);
  });

  it('prints no more than N lines for --tail N with --no-follow, although more are written meanwhile', async () => {
    const id = server.newRun(10);
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', async (...request: Parameters<typeof fetch>) => {
      const response = await fetch(...request);
      if (server.control.received().length < 20) server.control.append(id, 2);
      return response;
    });
    onTestFinished(() => void vi.unstubAllGlobals());
    const io = fakeIo();
    const args = ['--no-follow', '--format', 'raw', '--tail', '2'];
    expect(await main(['tail', 'stratal', server.url, id, ...args], io)).toBe(0);
    expect(io.lines()).toEqual(['line 9', 'line 10']);
  });

  it('starts with the next line for --tail 0', async () => {
    const io = fakeIo();
    const id = server.newRun(5);
    const ended = main(tail(id, '--format', 'raw', '--tail', '0'), io);
    await expect.poll(() => server.control.duplicate(0, { runId: id })).toBe(1);
    server.control.append(id, ['new']);
    server.control.complete(id);
    expect(await ended).toBe(0);
    expect(io.lines()).toEqual(['new']);
  });

  it('prints only lines of a level or with a pattern', async () => {
    const id = server.newRun([]);
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
    await main(tail(server.newRun(4), '--no-follow', '--stats', '--tail', '3'), io);
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
    const id = 'forgetful';
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
    const id = server.newRun(20);
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
    const id = server.newRun(2);
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
    const ended = main(tail(server.newRun(2), '--format', 'raw'), io);
    await expect.poll(() => io.lines()).toHaveLength(2);
    io.send(signal);
    expect(await ended).toBe(130);
    expect(io.err()).toBe('');
  });

  it('ends quietly if its reader goes away', async () => {
    const id = server.newRun(2);
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
    expect(await main(tail(server.newRun(2), '--format', 'raw'), io)).toBe(1);
    expect(io.err()).toBe('tailrace: Cannot write the output: no space left on device.\n');
  });

  it('prints colours on a terminal, but not with NO_COLOR', async () => {
    const id = server.newRun(['\u001b[32mgreen\u001b[0m']);
    const coloured = fakeIo({ tty: true });
    await main(tail(id, '--no-follow'), coloured);
    expect(coloured.out()).toContain('\u001b[32mgreen');
    const plain = fakeIo({ tty: true, env: { NO_COLOR: '1' } });
    await main(tail(id, '--no-follow'), plain);
    expect(plain.out()).not.toContain('\u001b');
  });

  it('never shows a token that was refused', async () => {
    const io = fakeIo({ env: { TAILRACE_TOKEN: 'wrong-t0ken' } });
    expect(await main(['tail', 'codespace', server.url, server.newRun(1)], io)).toBe(1);
    expect(io.err()).toMatch(/^tailrace: .*token/);
    expect(io.out() + io.err()).not.toContain('wrong-t0ken');
  });

  it('does not say that a request is retried once it has given up', async () => {
    const id = server.newRun(1);
    server.control.refuse({ backend: 'prismq', status: 500, count: Infinity, scope: 'all' });
    try {
      const io = fakeIo();
      expect(await main(tail(id), io)).toBe(1);
      expect(io.err()).toMatch(
        /^tailrace: .* failed \(500\)\. If it keeps happening, check the server and its proxy\./,
      );
    } finally {
      server.control.reset();
    }
  });

  it('says where a token goes', async () => {
    const io = fakeIo();
    expect(await main(['tail', 'codespace', server.url, server.newRun(1), '--no-follow'], io)).toBe(1);
    expect(io.err()).toMatch(/\(401\).*[.!?] A token goes into --token or TAILRACE_TOKEN\.\n$/);
  });

  it('begins a new line on a terminal after ^C, for what is said at the end', async () => {
    for (const tty of [true, false]) {
      const io = fakeIo({ tty });
      const ended = main(tail(server.newRun(1), '--stats'), io);
      await expect.poll(() => io.lines()).toHaveLength(1);
      io.send('SIGINT');
      expect(await ended).toBe(130);
      expect(io.err()).toMatch(tty ? /^\n\{"received":/ : /^\{"received":/);
    }
  });

  it('reads the token from stdin', async () => {
    const io = fakeIo({ stdin: 'tailrace-demo\n' });
    const args = [
      'tail',
      'codespace',
      server.url,
      server.newRun(2),
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
