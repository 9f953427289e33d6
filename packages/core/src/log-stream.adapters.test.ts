/** Streams of a custom backend whose definition has a fault: nothing surfaces as an uncaught error, nothing goes on for ever. */
import { describe, expect, it } from 'vitest';
import { defineBackend } from './backends/custom.js';
import type { BackendDefinition } from './backends/definition.js';
import { createLogStream } from './log-stream.js';
import { textsOf } from './testing/simulated-stream.js';
import { createVirtualClock } from './testing/virtual-clock.js';

interface Row {
  readonly at: string;
  readonly text: string;
}
const FIRST: Row = { at: '2026-01-01T00:00:00Z', text: 'first' };

const LISTED = { start: () => ({ path: '/list' }), catchUp: () => ({ path: '/list' }) };

/** A stream of a server that has one line in its list, and sends it live, too. */
function open(definition: Partial<BackendDefinition<Row>>) {
  const clock = createVirtualClock();
  const urls: string[] = [];
  let cut = (): void => undefined;
  const backend = defineBackend<Row>({
    name: 'own',
    transports: ['sse'],
    line: ({ at, text }) => ({ timestamp: at, message: text }),
    live: () => ({ path: '/live' }),
    ...definition,
  });
  const stream = createLogStream(backend({ baseUrl: 'http://own.test' }).log(), {
    clock,
    random: () => 0.5,
    fetch(input) {
      const url = input as string;
      urls.push(url);
      if (!url.endsWith('/live')) return Promise.resolve(Response.json([FIRST]));
      const start = (controller: ReadableStreamDefaultController): void => {
        controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(FIRST)}\n\n`));
        cut = () => controller.close();
      };
      const headers = { 'content-type': 'text/event-stream' };
      return Promise.resolve(new Response(new ReadableStream({ start }), { headers }));
    },
  });
  const errors: string[] = [];
  stream.on('error', ({ message }) => errors.push(message));
  return { clock, stream, urls, errors, cut: () => cut(), shown: () => textsOf(stream.getSnapshot().items) };
}

const fault = (): never => {
  throw new Error('oops');
};

describe('a definition that throws', () => {
  it('when the live stream opens ends the attempt, which is made again later', async () => {
    let broken = true;
    const { clock, stream, errors, shown } = open({
      ...LISTED,
      start: () => (broken ? fault() : { path: '/list' }),
    });
    stream.connect();
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('reconnecting');
    expect(errors).toEqual([expect.stringContaining('oops')]);
    broken = false;
    await clock.run(10_000);
    expect([stream.getSnapshot().status, shown()]).toEqual(['live', ['first']]);
    stream.dispose();
  });

  it('when a repeated line is to be recognised ends the attempt, and the line is not shown twice', async () => {
    let broken = true;
    const { clock, stream, cut, errors, shown } = open({
      identify: ({ message }) => (broken ? fault() : message),
    });
    stream.connect();
    await clock.run(100);
    cut();
    await clock.run(3_000);
    expect(stream.getSnapshot().status).toBe('reconnecting');
    expect(errors.slice(1)).toContainEqual(expect.stringContaining('oops'));
    broken = false;
    await clock.run(60_000);
    expect([stream.getSnapshot().status, shown()]).toEqual(['live', ['first']]);
    stream.dispose();
  });

  it('when the seam is read a second time is reported, and it is read again later', async () => {
    let reads = 0;
    const { clock, stream, errors } = open({
      ...LISTED,
      catchUp: () => (++reads === 1 ? fault() : { path: '/list' }),
    });
    stream.connect();
    await clock.run(60_000);
    expect(errors).toEqual([expect.stringContaining('oops')]);
    expect(reads).toBeGreaterThan(1);
    stream.dispose();
  });
});

it('a definition that throws makes a call reject with an error that says where', async () => {
  const { clock, stream } = open({ ...LISTED, older: fault });
  stream.connect();
  await clock.run(100);
  await expect(stream.loadOlder()).rejects.toMatchObject({
    name: 'LogStreamError',
    message: 'own: older() threw: oops',
  });
  stream.dispose();
});

it('a list whose next page is itself is read once', async () => {
  const { clock, stream, urls, shown } = open({
    ...LISTED,
    start: () => ({ path: '/list', next: () => ({ path: '/list' }) }),
  });
  stream.connect();
  await clock.run(1_000);
  expect(shown()).toEqual(['first']);
  expect(urls.filter((url) => url.endsWith('/list'))).toHaveLength(1);
  stream.dispose();
});
