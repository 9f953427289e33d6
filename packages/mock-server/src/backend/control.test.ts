import { beforeEach, describe, expect, it } from 'vitest';
import { EventReader } from '../testing/event-reader.js';
import { SocketReader } from '../testing/socket-reader.js';
import { createTestClock } from '../lib/test-clock.js';
import type { TestClock } from '../lib/test-clock.js';
import { httpDrivers, socketDrivers } from '../testing/drivers.js';
import type { Driver, Harness } from '../testing/drivers.js';
import { UnknownRunError } from './control.js';

let harness: Harness;
let clock: TestClock;
const sse = async (run = 'demo'): Promise<EventReader> =>
  new EventReader(await harness.fetch(`/api/runs/${run}/logs/stream`));

describe.each(httpDrivers)('faults of streams over $name', (driver: Driver) => {
  beforeEach(async () => {
    clock = createTestClock();
    harness = await driver.open({ clock });
  });

  it.each(['fin', 'reset'] as const)('a cut by %s breaks the body', async (mode) => {
    harness.control.append('demo', 3);
    const reader = await sse();
    await expect.poll(() => reader.messages.length).toBe(3);
    expect(harness.control.cut({ mode })).toBe(1);
    expect(await reader.ended).toBeInstanceOf(Error);
    expect(harness.control.cut()).toBe(0);
  });

  it('a cut by end ends the body without `complete`', async () => {
    const reader = await sse();
    harness.control.cut({ mode: 'end' });
    expect(await reader.ended).toBeUndefined();
    expect(reader.events).toEqual([]);
  });

  it('a fault affects only the selected connections', async () => {
    harness.store.createRun({ id: 'other' });
    const [mine, other] = [await sse(), await sse('other')];
    expect(harness.control.cut({ runId: 'demo', backend: 'stratal' })).toBe(0);
    expect(harness.control.cut({ transport: 'websocket' })).toBe(0);
    expect(harness.control.cut({ runId: 'demo', backend: 'prismq', transport: 'sse', mode: 'end' })).toBe(1);
    await mine.ended;
    harness.control.append('other', 'still here');
    await expect.poll(() => other.messages).toEqual(['still here']);
  });

  it('a stall holds lines back, then sends them all', async () => {
    const reader = await sse();
    harness.control.stall(60_000);
    // A shorter one within it does not end it.
    harness.control.stall(1_000);
    harness.control.append('demo', 2);
    await clock.advance(59_999);
    await new Promise(setImmediate);
    expect(reader.messages).toEqual([]);
    await clock.advance(1);
    await expect.poll(() => reader.messages).toEqual(['line 1', 'line 2']);
  });

  it('a duplicate repeats the last lines', async () => {
    harness.control.append('demo', 3);
    const reader = await sse();
    await expect.poll(() => reader.messages.length).toBe(3);
    expect(harness.control.duplicate(2)).toBe(1);
    await expect.poll(() => reader.messages).toEqual(['line 1', 'line 2', 'line 3', 'line 2', 'line 3']);
  });

  it('refusals apply to the next streams, and to REST only if told to', async () => {
    harness.control.refuse({ count: 2, status: 429, retryAfter: 7 });
    expect((await harness.fetch('/api/runs/demo')).status).toBe(200);
    const refused = await harness.fetch('/api/runs/demo/logs/stream');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('7');
    expect((await harness.fetch('/api/v1/logs/stream/sse')).status).toBe(429);
    const served = await harness.fetch('/api/runs/demo/logs/stream');
    expect(served.status).toBe(200);
    await served.body?.cancel();
    harness.control.refuse({ status: 502, html: true, scope: 'rest', backend: 'prismq' });
    const page = await harness.fetch('/api/runs/demo');
    expect(page.status).toBe(502);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('<html>');
  });

  it('refusals can break the connection, and can be cancelled', async () => {
    harness.control.refuse({ status: 0, count: 5, scope: 'all' });
    await expect(harness.fetch('/api/runs/demo')).rejects.toThrow();
    harness.control.reset();
    expect((await harness.fetch('/api/runs/demo')).status).toBe(200);
  });

  it('an eviction during an outage cannot be filled from memory', async () => {
    harness.control.append('demo', 10);
    expect(harness.control.evict('demo', 4)).toBe(6);
    const reader = await sse();
    await expect.poll(() => reader.messages).toEqual(['line 7', 'line 8', 'line 9', 'line 10']);
    expect(harness.control.evict()).toBe(4);
  });

  it('a new token is required from then on', async () => {
    const list = (token: string) =>
      harness.fetch('/codespace/task/demo/logs', { headers: { Authorization: `Bearer ${token}` } });
    expect((await list('tailrace-demo')).status).toBe(200);
    harness.control.setTokens('fresh');
    expect((await list('tailrace-demo')).status).toBe(401);
    expect((await list('fresh')).status).toBe(200);
  });

  it('records requests in order, with their times, but without tokens', async () => {
    const list = '/codespace/task/demo/logs';
    const begun = clock.now();
    await harness.fetch(`${list}?since=2026-01-01T00%3A00%3A00%2B01%3A00&token=tailrace-demo`, {
      headers: { Authorization: 'Bearer tailrace-demo' },
    });
    await clock.advance(1500);
    await harness.fetch(list, { headers: { Authorization: 'Bearer s3cret' } });
    await harness.fetch(list, { method: 'OPTIONS' });
    harness.control.refuse({ status: 429 });
    await harness.fetch('/api/runs/demo/logs/stream');
    const call = { backend: 'codespace', kind: 'rest', method: 'GET', path: list };
    expect(harness.control.received()).toEqual([
      { ...call, at: begun, query: { since: '2026-01-01T00:00:00+01:00' }, authorised: true, status: 200 },
      { ...call, at: begun + 1500, query: {}, authorised: false, status: 401 },
      {
        at: begun + 1500,
        backend: 'prismq',
        kind: 'sse',
        method: 'GET',
        path: '/api/runs/demo/logs/stream',
        query: {},
        authorised: true,
        status: 429,
      },
    ]);
    expect(JSON.stringify(harness.control.received())).not.toMatch(/tailrace-demo|s3cret/);
    harness.control.reset();
    expect(harness.control.received()).toEqual([]);
  });

  it('remembers the last thousand requests', async () => {
    for (let i = 1; i <= 1003; i++) await harness.fetch(`/api/runs/demo?n=${i}`);
    const asked = harness.control.received().map(({ query }) => query['n']);
    expect([asked.length, asked[0], asked.at(-1)]).toEqual([1000, '4', '1003']);
  });

  it('commands for an unknown run list the known ones', () => {
    expect(() => harness.control.append('dmeo', 1)).toThrow(UnknownRunError);
    expect(() => harness.control.complete('dmeo')).toThrow(/"dmeo".*demo/);
  });
});

describe.each(socketDrivers)('faults of WebSockets over $name', (driver: Driver) => {
  const socket = (): SocketReader =>
    new SocketReader(`${harness.socketOrigin}/api/logs/ws/demo?token=tailrace-demo`);
  const contents = (reader: SocketReader): string[] =>
    reader.messages.map(({ content }) => String(content).replace(/^\S+Z /, ''));

  beforeEach(async () => {
    clock = createTestClock();
    harness = await driver.open({ clock });
    harness.control.append('demo', 2);
  });

  it.each([
    ['end', 1000],
    ['fin', 1006],
    ['reset', 1006],
  ] as const)('a cut by %s closes with %i', async (mode, code) => {
    const reader = socket();
    await expect.poll(() => reader.frames.length).toBe(2);
    harness.control.cut({ mode });
    expect((await reader.closed).code).toBe(code);
  });

  it.each([1001, 1008, 1011, 4001])('a close carries its code %i', async (code) => {
    const reader = socket();
    await expect.poll(() => reader.frames.length).toBe(2);
    harness.control.close(code, 'because');
    expect(await reader.closed).toEqual({ code, reason: 'because' });
  });

  it('a WebSocket stalls, duplicates and fails like an SSE stream', async () => {
    const reader = socket();
    await expect.poll(() => reader.frames.length).toBe(2);
    harness.control.stall(60_000);
    harness.control.append('demo', 1);
    await new Promise(setImmediate);
    expect(reader.frames).toHaveLength(2);
    await clock.advance(60_000);
    await expect.poll(() => contents(reader)).toEqual(['line 1', 'line 2', 'line 3']);
    harness.control.duplicate(1);
    await expect.poll(() => contents(reader)).toEqual(['line 1', 'line 2', 'line 3', 'line 3']);
    harness.control.fail('engine gone');
    expect((await reader.closed).code).toBe(1000);
    expect(reader.messages.at(-1)).toEqual({ type: 'error', message: 'engine gone' });
  });

  it('records the requests for WebSockets', async () => {
    harness.control.refuse();
    await socket().closed;
    await new SocketReader(`${harness.socketOrigin}/api/logs/ws/demo?token=s3cret&tail=5`).closed;
    const reader = socket();
    await expect.poll(() => reader.opened).toBe(true);
    const call = { at: expect.any(Number), backend: 'containers', kind: 'websocket', method: 'GET' };
    const path = '/api/logs/ws/demo';
    expect(harness.control.received()).toEqual([
      { ...call, path, query: {}, authorised: true, status: 503 },
      { ...call, path, query: { tail: '5' }, authorised: false, status: 101 },
      { ...call, path, query: {}, authorised: true, status: 101 },
    ]);
  });

  it('a refused handshake never opens', async () => {
    harness.control.refuse({ count: 2, status: 503 });
    for (let i = 0; i < 2; i++) {
      const reader = socket();
      expect((await reader.closed).code).toBe(1006);
      expect(reader.opened).toBe(false);
    }
    const reader = socket();
    await expect.poll(() => reader.frames.length).toBe(2);
  });
});
