import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { settle } from '../testing/virtual-clock.js';
import { record } from './testing/record.js';
import { sseTransport } from './sse.js';

let server: Server | undefined;
afterEach(() => {
  vi.unstubAllGlobals();
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/logs?token=geheim`;
}

const STREAM = { 'content-type': 'text/event-stream' };

describe('sseTransport', () => {
  it('requests an event stream, uncached, with the given headers', async () => {
    let asked: Record<string, unknown> = {};
    const url = await serve((request, response) => {
      asked = request.headers;
      response.writeHead(200, STREAM).end();
    });
    await record(sseTransport, url, {}, { Authorization: 'Bearer T' }).until('ended');
    expect(asked).toMatchObject({
      accept: 'text/event-stream',
      authorization: 'Bearer T',
      'cache-control': 'no-cache',
    });
  });

  it('parses the same events, however the bytes are split into packets', async () => {
    const bytes = Buffer.from(
      '\uFEFFevent: log\nid: 1\ndata: {"m":"ü€😀"}\n\n: ping\n\ndata: 2\r\n\r\nretry: 99\n\ndata: cut',
    );
    for (let at = 1; at < bytes.length; at++) {
      const fetch = async (): Promise<Response> =>
        new Response(
          new ReadableStream<Uint8Array>({
            start(controller) {
              controller.enqueue(bytes.subarray(0, at));
              controller.enqueue(bytes.subarray(at));
              controller.close();
            },
          }),
          { headers: STREAM },
        );
      const recording = record(sseTransport, 'http://host.invalid/', { fetch });
      await recording.until('ended');
      expect(recording.heard.filter(({ type }) => type !== 'retry')).toEqual([
        { type: 'opened' },
        { type: 'frame', event: 'log', id: '1', data: '{"m":"ü€😀"}' },
        { type: 'frame', data: '2' },
        { type: 'ended', error: undefined },
      ]);
      expect(recording.heard).toContainEqual({ type: 'retry', ms: 99 });
      expect(recording.activity()).toBe(2);
    }
  });

  it('treats comments as a sign of life', async () => {
    const url = await serve((_, response) => void response.writeHead(200, STREAM).write(': ping\n\n'));
    const recording = record(sseTransport, url);
    await expect.poll(() => recording.activity()).toBe(1);
    expect(recording.data).toEqual([]);
    recording.close();
  });

  it.each([
    [401, 'unauthorized', false],
    [403, 'forbidden', false],
    [404, 'not-found', false],
    [410, 'gone', false],
    [422, 'invalid-request', false],
    [429, 'rate-limited', true],
    [502, 'server', true],
    [204, 'gone', false],
  ] as const)('ends with a typed error at status %i', async (status, kind, retryable) => {
    const url = await serve(
      (_, response) =>
        void response
          .writeHead(status, { 'retry-after': '3' })
          .end(status === 204 ? undefined : '{"detail":"because"}'),
    );
    const recording = record(sseTransport, url);
    const { error } = await recording.until('ended');
    expect(error).toMatchObject({ kind, retryable, status });
    expect(error?.message).not.toContain('geheim');
    if (status !== 204) {
      expect(error?.message).toContain('because');
      expect(error?.retryAfter).toBe(3_000);
    }
    expect(recording.heard).toHaveLength(1);
  });

  it('reports the status even if the body of the refusal never ends', async () => {
    const url = await serve((_, response) => void response.writeHead(503).write('{"deta'));
    const { error } = await record(sseTransport, url, { connectTimeout: 1_000 }).until('ended');
    expect(error).toMatchObject({ kind: 'server', status: 503 });
  });

  it.each(['text/html; charset=utf-8', 'application/json', undefined])(
    'refuses a content type of %s',
    async (type) => {
      const url = await serve(
        (_, response) =>
          void response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end('<html>'),
      );
      const recording = record(sseTransport, url);
      const { error } = await recording.until('ended');
      expect(error).toMatchObject({ kind: 'protocol', retryable: true, status: 200 });
      expect(error?.message).toContain(type?.split(';')[0] ?? 'no content type');
      expect(recording.heard).toHaveLength(1);
    },
  );

  it("does not repeat the URL if the host's error does", async () => {
    const { error } = await record(sseTransport, 'http://bad host/logs?token=geheim').until('ended');
    expect(error?.kind).toBe('network');
    expect(`${error?.message}${String(error?.cause)}${(error?.cause as Error).stack}`).not.toContain(
      'geheim',
    );
  });

  it('discards a response that arrives after close(), even if fetch ignores its signal', async () => {
    let cancelled = false;
    let answer: (response: Response) => void = () => undefined;
    let asked = 0;
    const fetch = (): Promise<Response> => {
      asked += 1;
      return new Promise((resolve) => (answer = resolve));
    };
    const recording = record(sseTransport, 'http://host.invalid/', { fetch });
    await expect.poll(() => asked).toBe(1);
    recording.close();
    answer(new Response(new ReadableStream({ cancel: () => void (cancelled = true) }), { headers: STREAM }));
    await expect.poll(() => cancelled).toBe(true);
    expect(recording.heard).toEqual([]);
  });

  /** A body that tells when it is cancelled. */
  function cancellable(): { readonly body: ReadableStream<Uint8Array>; readonly cancelled: () => number } {
    let cancelled = 0;
    const body = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled += 1) });
    return { body, cancelled: () => cancelled };
  }

  it('ends an open stream with close(), even if fetch ignores its signal', async () => {
    const { body, cancelled } = cancellable();
    const fetch = () => Promise.resolve(new Response(body, { headers: STREAM }));
    const recording = record(sseTransport, 'http://host.invalid/', { fetch });
    await recording.until('opened');
    expect(cancelled()).toBe(0);
    recording.close();
    await expect.poll(() => cancelled()).toBe(1);
    expect(recording.heard).toEqual([{ type: 'opened' }]);
  });

  it('leaves no response open, in whichever step of the request it is closed', async () => {
    for (let steps = 0; steps < 30; steps++) {
      const { body, cancelled } = cancellable();
      let asked = 0;
      const fetch = (): Promise<Response> => {
        asked += 1;
        return Promise.resolve(new Response(body, { headers: STREAM }));
      };
      const recording = record(sseTransport, 'http://host.invalid/', { fetch });
      for (let step = 0; step < steps; step++) await Promise.resolve();
      recording.close();
      await settle();
      expect([steps, cancelled()]).toEqual([steps, asked]);
    }
  });

  it('does not go on to receive an answer that is no event stream', async () => {
    const { body, cancelled } = cancellable();
    const fetch = () => Promise.resolve(new Response(body, { headers: { 'content-type': 'text/html' } }));
    await record(sseTransport, 'http://host.invalid/', { fetch }).until('ended');
    expect(cancelled()).toBe(1);
  });

  it.each([
    ['has no Request', undefined],
    ['has one that cannot', class {}],
  ])('asks past the cache only where the host can, because others throw: it %s', async (_what, Request) => {
    vi.stubGlobal('Request', Request);
    const asked: (RequestInit | undefined)[] = [];
    const fetch: typeof globalThis.fetch = (_url, init) => {
      asked.push(init);
      return Promise.resolve(new Response('', { headers: STREAM }));
    };
    await record(sseTransport, 'http://host.invalid/', { fetch }).until('ended');
    expect(asked).toHaveLength(1);
    expect(asked[0]).not.toHaveProperty('cache');
  });

  it('sends no request if it is closed at once', async () => {
    let asked = 0;
    const fetch = (): Promise<Response> => {
      asked += 1;
      return Promise.resolve(new Response(''));
    };
    record(sseTransport, 'http://host.invalid/', { fetch }).close();
    await settle();
    expect(asked).toBe(0);
  });
});
