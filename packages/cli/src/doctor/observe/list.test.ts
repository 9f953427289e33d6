import { prismq } from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import type { Visit } from './http.js';
import { readList } from './list.js';

const source = prismq({ baseUrl: 'http://x.test' }).run('r');

/** A visit to a server that gives this answer. */
function visiting(body: BodyInit, init?: ResponseInit): Visit {
  return {
    fetch: async (_input, asked) => {
      const own = new Response(body, init);
      const stream = own.body?.pipeThrough(
        new TransformStream(),
        asked?.signal ? { signal: asked.signal } : {},
      );
      return new Response(stream ?? null, own);
    },
    origin: undefined,
    signal: new AbortController().signal,
    patience: 20,
    now: () => 0,
  };
}
const read = (visit: Visit) => readList(visit, source, undefined, source.start?.({ lines: 1 }) as never);

describe('readList', () => {
  it('reads what identifies each line', async () => {
    const logs = [{ timestamp: '2026-01-01T00:00:00Z', level: 'INFO', message: 'a' }];
    expect(await read(visiting(JSON.stringify({ run_id: 'r', logs })))).toMatchObject({
      status: 200,
      lines: [{ timestamp: '2026-01-01T00:00:00Z', time: Date.UTC(2026, 0, 1) }],
    });
  });

  it('does not wait for a list that never ends', async () => {
    const endless = new ReadableStream({ start: (to) => to.enqueue(new TextEncoder().encode('{"logs":[')) });
    expect(await read(visiting(endless))).toMatchObject({
      lines: [],
      unreadable: expect.stringContaining('its end did not arrive'),
    });
  });

  it('says why a list cannot be read', async () => {
    expect(await read(visiting('<html>', { headers: { 'content-type': 'text/html' } }))).toMatchObject({
      html: true,
      unreadable: 'it is not JSON.',
    });
    expect((await read(visiting('{}'))).unreadable).toContain('logs');
    expect(await read(visiting('no', { status: 503 }))).toMatchObject({ status: 503, lines: [] });
  });
});
