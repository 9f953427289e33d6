import { getResponse, HttpHandler } from 'msw';
import type { WebSocketHandler } from 'msw';
import { setupServer } from 'msw/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestClock } from '../lib/test-clock.js';
import { say } from '../scenarios/scenario.js';
import type { Scenario } from '../scenarios/scenario.js';
import { EventReader } from '../testing/event-reader.js';
import { tailraceHandlers } from './tailrace-handlers.js';

type Handlers = (HttpHandler | WebSocketHandler)[];

const request = (path: string): Request =>
  new Request(`http://logs.test${path}`, { headers: { Authorization: 'Bearer tailrace-demo' } });
const ask = async (handlers: Handlers, path: string): Promise<Response> => {
  const http = handlers.filter((handler) => handler instanceof HttpHandler);
  const response = await getResponse(http, request(path), { quiet: true });
  if (!response) throw new Error(`No handler for ${path}.`);
  return response;
};
const messages = async (handlers: Handlers): Promise<string[]> => {
  const { logs } = (await (await ask(handlers, '/api/runs/demo/logs')).json()) as {
    logs: { message: string }[];
  };
  return logs.map(({ message }) => message);
};

describe('handlers from tailraceHandlers', () => {
  it('serve a scenario by name, intercepted by the caller', async () => {
    const server = setupServer(...tailraceHandlers('history'));
    server.listen();
    onTestFinished(() => {
      server.close();
    });
    const response = await fetch('https://logs.example.com/api/v1/logs/job-runs/demo?limit=2&offset=4998');
    expect(await response.json()).toMatchObject({
      logs: [{ job_run_id: 'demo' }, { job_run_id: 'demo' }],
      pagination: { total: 5000, count: 2 },
    });
  });

  it('start the scenario with the first request, on the clock of the caller', async () => {
    const clock = createTestClock();
    const handlers = tailraceHandlers({ scenario: 'steady', rate: 10, clock });
    await clock.advance(60_000);
    expect(await messages(handlers)).toEqual([]);
    await clock.advance(1000);
    expect((await messages(handlers)).length).toBeGreaterThan(5);
    expect((await messages(handlers))[0]).toContain('listening on :8080');
  });

  it('play a scenario of the caller', async () => {
    const clock = createTestClock();
    const story: Scenario = {
      name: 'deploy',
      title: 'Deploy',
      summary: 'Two lines and an end.',
      rate: 1,
      *tell() {
        yield say('rolling out');
        yield say({ message: 'rolled out', level: 'warn' });
        yield { kind: 'status', status: 'completed' };
      },
    };
    const handlers = tailraceHandlers({ scenario: story, clock });
    const reader = new EventReader(await ask(handlers, '/api/runs/demo/logs/stream'));
    await clock.advance(5000);
    await reader.ended;
    expect(reader.messages).toEqual(['rolling out', 'rolled out']);
    expect(reader.events.at(-1)).toEqual({ event: 'complete', data: { status: 'completed' } });
  });

  it('send the same bytes in every run, and others for another seed', async () => {
    const played = async (seed: number): Promise<string[]> => {
      const clock = createTestClock();
      const handlers = tailraceHandlers({ scenario: 'agent-run', seed, clock });
      const stream = await ask(handlers, '/codespace/task/demo/logs/stream?timeout=1800');
      const text = stream.text();
      await clock.advance(1_800_000);
      const lists = ['/codespace/task/demo/logs?limit=500', '/api/runs/demo', '/api/logs', '/api/logs/demo'];
      const rest = await Promise.all(lists.map(async (path) => (await ask(handlers, path)).text()));
      return [await text, ...rest];
    };
    const first = await played(1);
    expect(first[0]).toContain('event: heartbeat');
    expect(first[0]).toContain('event: complete');
    expect(await played(1)).toEqual(first);
    expect(await played(2)).not.toEqual(first);
  });

  it('serve one empty run without a scenario', async () => {
    expect(await messages(tailraceHandlers())).toEqual([]);
    expect(() => tailraceHandlers({ scenario: 'calm' })).toThrow(/"calm".*steady/);
  });
});
