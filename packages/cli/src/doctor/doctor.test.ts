/** The doctor against the reference server on a real port: as it is, with other readings of the contract, and behind bad proxies. */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../main.js';
import { fakeIo } from '../testing/fake-io.js';
import { examine } from './examine.js';
import type { Finding } from './finding.js';
import type { Observations } from './observations.js';
import { observe } from './observe/observe.js';

const TOKEN = 'tailrace-demo';
const BACKENDS = ['codespace', 'prismq', 'stratal', 'containers'] as const;

let server: RunningServer;
beforeAll(async () => {
  server = await serve({ port: 0, scenario: 'none' });
});
afterAll(() => server.close());
const proxies: Server[] = [];
afterEach(() => {
  server.control.reset();
  for (const proxy of proxies.splice(0)) {
    proxy.closeAllConnections();
    proxy.close();
  }
});

let count = 0;
/** A run whose lines have different timestamps. */
function newRun(): string {
  const id = `checked-${(count += 1)}`;
  server.store.createRun({ id });
  const start = Date.now() - 60_000;
  server.control.append(
    id,
    Array.from({ length: 8 }, (_, n) => ({ message: `line ${n}`, at: start + n * 1_000 })),
  );
  return id;
}

const tokenFor = (backend: string | undefined): string =>
  backend === 'codespace' || backend === 'containers' ? TOKEN : '';

interface Visit {
  readonly status: number;
  readonly findings: readonly Finding[];
  level(check: string): string | undefined;
  readonly printed: string;
}

async function visit(args: readonly string[], token = tokenFor(args[0])): Promise<Visit> {
  const io = fakeIo({ env: { TAILRACE_TOKEN: token } });
  const status = await main(['doctor', ...args, '--seconds', '1', '--json'], io);
  expect(io.err()).toBe('');
  const { findings } = JSON.parse(io.out()) as { findings: readonly Finding[] };
  return {
    status,
    findings,
    level: (name) => findings.find(({ check }) => check === name)?.level,
    printed: io.out(),
  };
}

/** A proxy in front of the server that treats each answer in its own way. */
async function proxied(
  answer: (upstream: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const proxy = createServer((incoming, outgoing) => {
    const forward = request(
      `${server.url}${incoming.url ?? '/'}`,
      { method: incoming.method ?? 'GET', headers: { ...incoming.headers, connection: 'close' } },
      (upstream) => {
        upstream.on('error', () => outgoing.destroy());
        answer(upstream, outgoing);
      },
    );
    outgoing.on('close', () => forward.destroy());
    forward.on('error', () => outgoing.destroy());
    forward.end();
  });
  proxies.push(proxy);
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

/** Observes a run for a second, with the test's own clock and patience. */
function look(
  id: string,
  baseUrl: string,
  {
    now = () => performance.now(),
    patience = 10_000,
    backend = 'prismq',
  }: { now?: () => number; patience?: number; backend?: (typeof BACKENDS)[number] },
): Promise<Observations> {
  return observe(
    {
      name: 'doctor',
      backend,
      baseUrl,
      id,
      token: undefined,
      origin: undefined,
      seconds: 1,
      json: false,
    },
    { fetch, origin: undefined, signal: new AbortController().signal, patience, now },
  );
}

describe('tailrace doctor', () => {
  it.each(BACKENDS)('finds nothing to fix in the reference server (%s)', async (backend) => {
    const { status, findings } = await visit([
      backend,
      server.url,
      newRun(),
      '--origin',
      'https://app.example',
    ]);
    expect(findings.filter(({ level }) => level === 'fail')).toEqual([]);
    expect(status).toBe(0);
    expect(findings.length).toBeGreaterThan(8);
  });

  it('prints a list for people, without the token', async () => {
    const io = fakeIo({ env: { TAILRACE_TOKEN: TOKEN } });
    expect(await main(['doctor', 'codespace', server.url, newRun(), '--seconds', '1'], io)).toBe(0);
    expect(io.lines()[0]).toMatch(/^codespace at http/);
    expect(io.out()).toMatch(/^ok {4}reach +The server answers in \d+ ms\.$/m);
    expect(io.out()).toMatch(/^- {5}heartbeat +.*every 15 to 30 s/m);
    expect(io.out()).toMatch(/^\d+ ok, 0 warnings, 0 to fix, 2 not checked\.$/m);
    expect(io.out() + io.err()).not.toContain(TOKEN);
  });

  it('says if the list cannot be written', async () => {
    const io = fakeIo({
      onOut: () => {
        throw new Error('no space left on device');
      },
    });
    expect(await main(['doctor', 'prismq', server.url, newRun(), '--seconds', '1'], io)).toBe(1);
    expect(io.err()).toBe('tailrace: Cannot write the output: no space left on device.\n');
  });

  it('does not hide words that contain a short token', async () => {
    const { printed } = await visit(['prismq', server.url, newRun()], 'tok');
    expect(printed).not.toContain('***');
    expect(printed).toContain('wrong token');
  });

  it('fails if the token is refused, and does not print it', async () => {
    const found = await visit(['codespace', server.url, newRun()], 'wrong-t0ken');
    expect(found.status).toBe(1);
    expect(found.level('rest')).toBe('fail');
    expect(found.printed).not.toContain('wrong-t0ken');
  });

  it('warns if a token is given but the server ignores it', async () => {
    const found = await visit(['stratal', server.url, newRun()], TOKEN);
    expect(found.status).toBe(0);
    for (const check of ['no token', 'wrong token', 'stream token', 'socket token'])
      expect(found.level(check)).toBe('warn');
  });

  it('makes only the checks that need no log if no id is given', async () => {
    const found = await visit(['containers', server.url]);
    expect(found.status).toBe(0);
    expect(found.level('rest')).toBe('ok');
    expect(found.level('live')).toBe('skip');
  });

  it('reports an unknown log and an unreachable server', async () => {
    for (const backend of BACKENDS)
      expect((await visit([backend, server.url, 'nowhere'])).findings).toContainEqual(
        expect.objectContaining({ level: 'fail', check: 'rest', what: expect.stringMatching(/no such log/) }),
      );
    const gone = await proxied(() => undefined);
    proxies.splice(0).forEach((proxy) => proxy.close());
    const found = await visit(['prismq', gone, 'x']);
    expect(found).toMatchObject({ status: 1, findings: [{ check: 'reach', level: 'fail' }] });
    expect(found.printed).toContain('ECONNREFUSED');
  });

  describe('with other readings of the contract', () => {
    afterEach(() =>
      server.control.setVariants({
        codespace: { sinceInclusive: false, unauthorized: 401, heartbeatMs: 15_000 },
        prismq: { sinceInclusive: false, replay: 'buffer' },
        containers: { refuse: 'close-4001', contentStamps: true },
      }),
    );

    it('recognises a 403 for a missing token, an inclusive since and a heartbeat', async () => {
      server.control.setVariants({
        codespace: { sinceInclusive: true, unauthorized: 403, heartbeatMs: 200 },
      });
      const { findings, level } = await visit(['codespace', server.url, newRun()]);
      expect([level('no token'), level('stream token'), level('heartbeat')]).toEqual(['warn', 'warn', 'ok']);
      expect(findings.find(({ check }) => check === 'since')?.what).toContain('are included');
    });

    it('recognises a stream that starts at "now"', async () => {
      server.control.setVariants({ prismq: { replay: 'none' } });
      const { findings, level } = await visit(['prismq', server.url, newRun()]);
      expect(level('arrival')).toBe('ok');
      expect(findings.find(({ check }) => check === 'replay')?.what).toContain('starts at "now"');
    });

    it('recognises lines that a container replays without the timestamps that REST has', async () => {
      server.control.setVariants({ containers: { contentStamps: false } });
      const { findings } = await visit(['containers', server.url, newRun()]);
      expect(findings.find(({ check }) => check === 'replay')?.what).toMatch(/repeats 8 of the 8 lines/);
    });

    it('warns of a refused handshake, whose reason no browser can see', async () => {
      server.control.setVariants({ containers: { refuse: 'handshake-403' } });
      expect((await visit(['containers', server.url, newRun()])).level('socket token')).toBe('warn');
    });
  });

  it('finds a stream that is refused while REST works', async () => {
    server.control.refuse({ backend: 'prismq', scope: 'stream', status: 503, count: 9 });
    const found = await visit(['prismq', server.url, newRun()]);
    expect(found.status).toBe(1);
    expect([found.level('rest'), found.level('stream')]).toEqual(['ok', 'fail']);
  });

  it('finds lines that are held back', async () => {
    const id = newRun();
    let passed = 0;
    const seen = look(id, server.url, { now: () => passed });
    await expect.poll(() => server.control.connected({ runId: id })).toBe(1);
    const opened = Date.now();
    passed = 10_000;
    server.control.append(id, [
      { message: 'held', at: opened + 1_000 },
      { message: 'sent', at: opened + 9_000 },
    ]);
    expect(examine(await seen)).toContainEqual(
      expect.objectContaining({
        level: 'fail',
        check: 'arrival',
        what: expect.stringContaining('8.0 s apart'),
      }),
    );
  });

  it('finds lines that REST has but the stream never delivers', async () => {
    const id = newRun();
    const url = await proxied((upstream, response) => {
      response.writeHead(upstream.statusCode ?? 502, upstream.headers).flushHeaders();
      if (upstream.headers['content-type']?.startsWith('text/event-stream')) upstream.resume();
      else upstream.pipe(response);
    });
    const seen = look(id, url, { now: () => 0 });
    await expect.poll(() => server.control.connected({ runId: id })).toBe(1);
    server.control.append(id, 2);
    expect(examine(await seen)).toContainEqual(
      expect.objectContaining({ level: 'fail', check: 'arrival', what: expect.stringContaining('2 lines') }),
    );
  });

  it('finds a proxy that strips the headers', async () => {
    const url = await proxied((upstream, response) => {
      response.writeHead(upstream.statusCode ?? 502, {
        'content-type': upstream.headers['content-type'] ?? 'text/plain',
      });
      response.flushHeaders();
      upstream.pipe(response);
    });
    const found = await visit(['codespace', url, newRun(), '--origin', 'https://app.example']);
    expect(found.status).toBe(1);
    for (const check of ['cors', 'preflight']) expect(found.level(check)).toBe('fail');
    for (const check of ['cache-control', 'x-accel-buffering', 'exposed headers'])
      expect(found.level(check)).toBe('warn');
    expect(found.level('stream')).toBe('ok');
  });

  it('finds a proxy that buffers whole answers and blocks WebSockets', async () => {
    const url = await proxied((upstream, response) => {
      const pieces: Buffer[] = [];
      upstream.on('data', (piece: Buffer) => pieces.push(piece));
      upstream.on('end', () =>
        response.writeHead(upstream.statusCode ?? 502, upstream.headers).end(Buffer.concat(pieces)),
      );
    });
    const findings = examine(await look(newRun(), url, { backend: 'stratal', patience: 2_000 }));
    expect(findings.find(({ check }) => check === 'stream')).toMatchObject({
      level: 'fail',
      what: expect.stringContaining('not even its headers arrived'),
      fix: expect.stringContaining('proxy_buffering off;'),
    });
    expect(findings.find(({ check }) => check === 'websocket')).toMatchObject({
      level: 'fail',
      fix: expect.stringContaining('proxy_set_header Upgrade'),
    });
  });

  it('waits for the headers of a stream longer than it listens', async () => {
    const url = await proxied((upstream, response) => {
      const answer = (): void =>
        void upstream.pipe(response.writeHead(upstream.statusCode ?? 502, upstream.headers));
      if (upstream.headers['content-type']?.startsWith('text/event-stream')) setTimeout(answer, 1_200);
      else answer();
    });
    expect((await visit(['prismq', url, newRun()])).level('stream')).toBe('ok');
  });

  it('ends with 130 if it is interrupted', async () => {
    const id = newRun();
    const io = fakeIo();
    const ended = main(['doctor', 'prismq', server.url, id, '--seconds', '600'], io);
    await expect.poll(() => server.control.connected({ runId: id })).toBe(1);
    io.send('SIGINT');
    expect(await ended).toBe(130);
    expect(io.out()).toBe('');
  });
});
