import { describe, expect, it, vi } from 'vitest';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { createRecorder } from './recorder.js';

const TOKEN = 'abcdef/123';

/** A fetch that responds with these chunks. */
function answering(pieces: readonly string[], init: ResponseInit = {}): typeof fetch {
  return async () =>
    new Response(
      new ReadableStream<Uint8Array>({
        start(controller) {
          for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
          controller.close();
        },
      }),
      init,
    );
}

describe('a recorder', () => {
  it('passes on every chunk, and records it with its time', async () => {
    const clock = createVirtualClock();
    const { fetch, toJSON } = createRecorder({ clock, fetch: answering(['a', 'b']), about: { id: '7' } });
    clock.advance(250);
    const response = await fetch(new URL('http://x.test/log?since=1#part'), { method: 'get' });
    expect(await response.text()).toBe('ab');
    expect(toJSON()).toMatchObject({
      about: { id: '7' },
      events: [
        { t: 250, on: 1, type: 'request', method: 'GET', url: 'http://x.test/log?since=1' },
        { t: 250, on: 1, type: 'response', status: 200 },
        { t: 250, on: 1, type: 'chunk', text: 'a' },
        { t: 250, on: 1, type: 'chunk', text: 'b' },
        { t: 250, on: 1, type: 'end' },
      ],
    });
  });

  it('does not read ahead of its reader', async () => {
    const pull = vi.fn((controller: ReadableStreamDefaultController<Uint8Array>) =>
      controller.enqueue(new Uint8Array(1)),
    );
    const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
    const { fetch, toJSON } = createRecorder({ fetch: async () => new Response(body) });
    const reader = (await fetch('http://x.test/')).body?.getReader();
    await reader?.read();
    expect(pull).toHaveBeenCalledTimes(1);
    await reader?.cancel();
    expect(toJSON().events.at(-1)).toMatchObject({ type: 'abort' });
  });

  it('records no secrets: headers, cookies, parameters, users, and the token wherever it occurs', async () => {
    const recorder = createRecorder({
      fetch: answering(
        [`{"detail":"${TOKEN.slice(0, 4)}`, `${TOKEN.slice(4)} in abcdef\\/123"}`, ' path-secret other-key'],
        {
          status: 401,
          headers: { 'Set-Cookie': 'sid=cookie-value', Via: `proxy ${TOKEN}`, 'X-Internal': 'inner' },
        },
      ),
      secrets: ['path-secret'],
      about: { note: `seen with ${TOKEN}` },
    });
    const response = await recorder.fetch(
      `http://user:pass-word@x.test/path-secret/log?api_key=key-value&token=${encodeURIComponent(TOKEN)}&since=5`,
      {
        headers: { Authorization: `Bearer ${TOKEN}`, 'X-Api-Key': 'other-key', Cookie: 'sid=cookie-value' },
      },
    );
    expect(await response.text()).toContain(TOKEN); // the caller gets what the server sent
    const file = recorder.toNdjson();
    for (const secret of [
      TOKEN,
      encodeURIComponent(TOKEN),
      'abcdef',
      'cookie-value',
      'pass-word',
      'key-value',
      'path-secret',
      'other-key',
      'inner',
    ])
      expect(file).not.toContain(secret);
    expect(file).toContain('http://x.test/***/log?api_key=***&token=***&since=5');
    expect(file).toContain('"text":"{\\"detail\\":\\"****"');
  });

  it('records an error without its message, which may quote the URL', async () => {
    const cause = Object.assign(new Error(`connect ${TOKEN}`), { code: 'ECONNREFUSED' });
    const recorder = createRecorder({
      fetch: async () => {
        throw new TypeError(`failed: http://x.test/?token=${TOKEN}`, { cause });
      },
    });
    await expect(recorder.fetch('http://x.test/')).rejects.toThrow(TOKEN);
    expect(recorder.toJSON().events.at(-1)).toEqual({
      t: expect.any(Number),
      on: 1,
      type: 'error',
      name: 'TypeError',
      code: 'ECONNREFUSED',
    });
  });

  it('stops at its limit, reports it, and does not disturb the stream', async () => {
    const recorder = createRecorder({ fetch: answering(['x'.repeat(500), 'y'.repeat(500)]), maxBytes: 800 });
    expect(recorder.cut).toBe(false);
    expect(await (await recorder.fetch('http://x.test/')).text()).toHaveLength(1_000);
    await recorder.fetch('http://x.test/more');
    expect(recorder.cut).toBe(true);
    const { events } = recorder.toJSON();
    expect(events.map(({ type }) => type)).toEqual(['request', 'response', 'chunk', 'cut']);
    recorder.stop();
    expect(recorder.toJSON().events).toHaveLength(4);
  });

  it('records nothing after stop()', async () => {
    const recorder = createRecorder({ fetch: answering(['x']) });
    recorder.stop();
    expect(await (await recorder.fetch('http://x.test/')).text()).toBe('x');
    expect(recorder.toJSON().events.map(({ type }) => type)).toEqual(['stop']);
  });

  it('never goes back in time, even if the clock does', async () => {
    let now = 1_000;
    const recorder = createRecorder({
      fetch: answering(['x']),
      clock: { now: () => (now -= 10), schedule: () => () => {} },
    });
    await (await recorder.fetch('http://x.test/')).text();
    expect(recorder.toJSON().events.every(({ t }) => t === 0)).toBe(true);
  });
});
