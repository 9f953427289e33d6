import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMockWorker } from './browser.js';
import { EventReader } from './testing/event-reader.js';
import { SocketReader } from './testing/socket-reader.js';

const mock = createMockWorker({ scenario: 'none' });
const origin = 'http://logs.example.test';

beforeAll(() => mock.start());
afterAll(() => mock.stop());

describe('the backends inside a page', () => {
  it('answer REST calls', async () => {
    mock.control.append('demo', 3);
    const response = await fetch(`${origin}/api/runs/demo/logs?tail=2`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      total_lines: 3,
      logs: [{ message: 'line 2' }, { message: 'line 3' }],
    });
    expect((await fetch(`${origin}/codespace/task/demo/logs`)).status).toBe(401);
  });

  it('stream over SSE, live, to the end', async () => {
    mock.store.createRun({ id: 'sse' }).append('first');
    const reader = new EventReader(await fetch(`${origin}/api/runs/sse/logs/stream`));
    await expect.poll(() => reader.messages).toEqual(['first']);
    mock.control.append('sse', 'second');
    await expect.poll(() => reader.messages).toEqual(['first', 'second']);
    mock.control.complete('sse');
    await reader.ended;
    expect(reader.events.at(-1)).toEqual({ event: 'complete', data: { status: 'completed' } });
  });

  it('serve EventSource as well', async () => {
    mock.store.createRun({ id: 'source' }).append('heard');
    const source = new EventSource(`${origin}/api/runs/source/logs/stream`);
    const heard: string[] = [];
    source.addEventListener('log', ({ data }: MessageEvent<string>) => {
      heard.push((JSON.parse(data) as { message: string }).message);
    });
    await expect.poll(() => heard).toEqual(['heard']);
    source.close();
  });

  it('cut a stream so that the page notices', async () => {
    mock.store.createRun({ id: 'cut' }).append('x');
    const reader = new EventReader(await fetch(`${origin}/api/runs/cut/logs/stream`));
    await expect.poll(() => reader.messages).toEqual(['x']);
    mock.control.cut({ runId: 'cut' });
    await reader.ended;
    expect(reader.named('complete')).toEqual([]);
    expect(mock.control.cut({ runId: 'cut' })).toBe(0);
  });

  it('speak WebSocket', async () => {
    mock.store.createRun({ id: 'ws' }).append('one');
    const reader = new SocketReader(`${origin.replace('http', 'ws')}/api/logs/ws/ws?token=tailrace-demo`);
    await expect.poll(() => reader.messages).toMatchObject([{ type: 'log', service: 'ws' }]);
    mock.control.append('ws', 'two');
    await expect.poll(() => reader.frames.length).toBe(2);
    mock.control.close(1011, 'restart');
    expect(await reader.closed).toEqual({ code: 1011, reason: 'restart' });
    const refused = new SocketReader(`${origin.replace('http', 'ws')}/api/logs/ws/ws?token=wrong`);
    expect((await refused.closed).code).toBe(4001);
  });

  it('forget a stream whose reader has left', async () => {
    const response = await fetch(`${origin}/api/v1/logs/stream/sse`);
    await expect.poll(() => mock.control.connected({ backend: 'stratal' })).toBe(1);
    await response.body?.cancel();
    await expect.poll(() => mock.control.connected({ backend: 'stratal' })).toBe(0);
  });
});
