import { describe, expect, it } from 'vitest';
import { EventReader } from '../testing/event-reader.js';
import { raw, start } from '../testing/served.js';
import type { RunningServer } from './serve.js';

const control = (
  server: RunningServer,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${server.url}/__control`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('/__control', () => {
  it('returns the state that the dashboard needs', async () => {
    const server = await start();
    server.control.append('demo', 3);
    server.control.refuse({ count: 2 });
    const response = await fetch(`${server.url}/__control`);
    expect(await response.json()).toEqual({
      runs: [{ id: 'demo', title: 'Demo', status: 'running', lines: 3, kind: 'manual' }],
      token: 'tailrace-demo',
      backends: ['codespace', 'prismq', 'stratal', 'containers'],
      scenarios: expect.arrayContaining(['steady', 'agent-run']),
      connections: 0,
      refusals: 2,
    });
  });

  it('returns the recorded requests, without tokens, until it is reset', async () => {
    const server = await start();
    await fetch(`${server.url}/codespace/task/demo/logs?limit=5&token=tailrace-demo`, {
      headers: { Authorization: 'Bearer tailrace-demo' },
    });
    const requests = () => fetch(`${server.url}/__control/requests`).then((response) => response.text());
    expect(JSON.parse(await requests())).toMatchObject([
      { path: '/codespace/task/demo/logs', query: { limit: '5' }, authorised: true, status: 200 },
    ]);
    expect(await requests()).not.toContain('tailrace-demo');
    await control(server, { action: 'reset' });
    expect(await requests()).toBe('[]');
  });

  it('performs each of its actions', async () => {
    const server = await start();
    const done = async (body: unknown, affected: number): Promise<void> => {
      const response = await control(server, body);
      expect(await response.json()).toEqual({ ok: true, affected });
    };
    await done({ action: 'create', id: 'more', title: 'More' }, 1);
    await done({ action: 'append', runId: 'more', count: 5 }, 5);
    await done({ action: 'append', runId: 'more', lines: ['x', { message: 'y', level: 'error' }] }, 2);
    expect(server.store.run('more')).toMatchObject({ next: 7, title: 'More' });
    const reader = new EventReader(await fetch(`${server.url}/api/runs/more/logs/stream`));
    await expect.poll(() => reader.messages.length).toBe(7);
    await done({ action: 'stall', ms: 1, runId: 'more' }, 1);
    await done({ action: 'duplicate', count: 1, transport: 'sse' }, 1);
    await expect.poll(() => reader.messages.length).toBe(8);
    await done({ action: 'evict', runId: 'more', keep: 2 }, 5);
    await done({ action: 'cut', backend: 'prismq', mode: 'end' }, 1);
    await reader.ended;
    await done({ action: 'complete', runId: 'more', status: 'failed', exitCode: 3 }, 1);
    expect(server.store.run('more')).toMatchObject({ status: 'failed', exitCode: 3 });
    await done({ action: 'refuse', count: 1, status: 500, scope: 'rest' }, 1);
    expect((await fetch(`${server.url}/api/runs/more`)).status).toBe(500);
    await done({ action: 'refuse', count: 9, superfluous: true }, 9);
    await done({ action: 'reset' }, 0);
    await done({ action: 'tokens', tokens: 'other' }, 0);
    await done({ action: 'variants', variants: { codespace: { unauthorized: 403 } } }, 0);
    expect((await fetch(`${server.url}/codespace/task/demo/logs`)).status).toBe(403);
    await done({ action: 'close', code: 4000 }, 0);
    await done({ action: 'fail', message: 'x' }, 0);
  });

  it.each([
    ['not json', 400, 'JSON'],
    [[], 400, 'action'],
    [{ action: 'explode' }, 400, 'cut, stall'],
    [{ action: 'stall' }, 400, '"ms"'],
    [{ action: 'append', runId: 'demo' }, 400, '"count"'],
    [{ action: 'append', runId: 'demo', count: 1.5 }, 400, '"count"'],
    [{ action: 'append', runId: 'demo', lines: 'abc' }, 400, '"lines"'],
    [{ action: 'append', runId: 'demo', lines: [{ message: 'x', level: 'loud' }] }, 400, '"lines"'],
    [{ action: 'cut', mode: 'explode' }, 400, 'end, fin, reset'],
    [{ action: 'close', code: 1006 }, 400, '"code"'],
    [{ action: 'close', reason: 'x'.repeat(124) }, 400, '"reason"'],
    [{ action: 'refuse', status: '503' }, 400, '"status"'],
    [{ action: 'refuse', count: 0 }, 400, '"count"'],
    [{ action: 'refuse', scope: 'streams' }, 400, 'stream, rest, all'],
    [{ action: 'evict', keep: -1 }, 400, '"keep"'],
    [{ action: 'create', id: 'x', status: 'done' }, 400, 'queued, running'],
    [{ action: 'complete', runId: 'demo', status: 'done' }, 400, 'queued, running'],
    [{ action: 'tokens' }, 400, '"tokens"'],
    [{ action: 'tokens', tokens: { nothing: ['x'] } }, 400, '"tokens"'],
    [{ action: 'variants', variants: { prismq: { nothing: 1 } } }, 400, '"variants.prismq"'],
    [{ action: 'variants', variants: { prismq: { replay: 'all' } } }, 400, 'buffer, none, not "all"'],
    [{ action: 'cut', backend: 'nothing' }, 400, '"backend"'],
    [{ action: 'create', id: 'demo' }, 400, 'already'],
    [{ action: 'complete', runId: 'nothing' }, 404, 'demo'],
  ])('refuses %j', async (body, status, hint) => {
    const server = await start();
    const response = await control(server, body);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toContain(hint);
  });

  it('answers only requests from this machine', async () => {
    const server = await start();
    const foreign = await control(server, { action: 'cut' }, { Origin: 'https://example.com' });
    expect(foreign.status).toBe(403);
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    expect((await raw(server, '/__control', { Host: 'rebound.example.com' })).statusCode).toBe(403);
    const neighbour = await control(server, { action: 'reset' }, { Origin: 'http://localhost:5173' });
    expect(neighbour.status).toBe(200);
    expect(neighbour.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
  });
});
