import { describe, expect, it } from 'vitest';
import { codespace } from '../backends/codespace.js';
import { createLogStream } from '../log-stream.js';
import type { LogStreamOptions } from '../options.js';
import { COUNTED } from '../testing/server-kinds.js';
import { createSimulatedServer } from '../testing/simulated-server.js';
import { createVirtualClock } from '../testing/virtual-clock.js';

function setup(options: LogStreamOptions = {}) {
  const clock = createVirtualClock();
  const server = createSimulatedServer(clock, COUNTED);
  let requests = 0;
  /** What the next requests are answered with; after that, the server answers. */
  const answers: (Response | Promise<Response>)[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    requests += 1;
    return Promise.resolve(answers.shift() ?? server.fetch(input, init));
  };
  const { source } = server;
  const stream = createLogStream(
    { ...source, older: ({ newer, limit }) => source.start?.({ lines: newer + limit }) as never },
    { clock, random: () => 1, fetch, transport: 'polling', ...options },
  );
  const errors: string[] = [];
  stream.on('error', ({ kind }) => errors.push(kind));
  return { clock, server, stream, errors, answers, requests: () => requests };
}

/** What `refuse` answers with when there is nobody to answer. */
const DEAD = 0;

describe('a server that cannot be reached', () => {
  it('is told of at once by a poll, which the connection repeats', async () => {
    const { clock, server, stream, errors, requests } = setup();
    server.refuse(100, DEAD);
    stream.connect();
    await clock.run(10);
    expect(requests()).toBe(1);
    expect(errors).toEqual(['network']);
    expect(stream.getSnapshot()).toMatchObject({ status: 'reconnecting', retry: { attempt: 1 } });
    stream.dispose();
  });

  it.each([
    ['a poll', { transport: 'polling' }, 'x'],
    ['what is read before the stream', {}, 'x'],
    ['a token function', {}, () => new Promise<string>(() => undefined)],
  ] as const)('is given up after connectTimeout: %s', async (_what, options, token) => {
    const clock = createVirtualClock();
    const stream = createLogStream(codespace({ baseUrl: 'http://dead', token }).task('t'), {
      clock,
      fetch: () => new Promise<never>(() => undefined),
      connectTimeout: 3_000,
      ...options,
    });
    const errors: string[] = [];
    stream.on('error', ({ kind }) => errors.push(kind));
    stream.connect();
    await clock.run(2_900);
    expect(errors).toEqual([]);
    await clock.run(200);
    expect(errors).toEqual(['timeout']);
    stream.dispose();
  });

  it('is told of at once by loadOlder()', async () => {
    const { clock, server, stream } = setup();
    server.write('1');
    stream.connect();
    await clock.run(100);
    stream.disconnect();
    server.refuse(100, DEAD);
    const refused = expect(stream.loadOlder()).rejects.toMatchObject({ kind: 'network' });
    await clock.run(0);
    await refused;
    stream.dispose();
  });

  it('is asked again where it answered that it is busy', async () => {
    const { clock, server, stream, errors, requests } = setup();
    server.write('1');
    server.refuse(3, 503);
    stream.connect();
    await clock.run(10_000);
    expect(errors).toEqual([]);
    expect(stream.getSnapshot().items).toHaveLength(1);
    expect(requests()).toBeGreaterThanOrEqual(4);
    stream.dispose();
  });

  it('is asked again when it has said that it will be ready', async () => {
    const { clock, server, stream, answers, requests } = setup();
    server.write('1');
    answers.push(new Response('busy', { status: 503, headers: { 'retry-after': '20' } }));
    const loading = stream.loadOlder();
    await clock.run(19_000);
    expect(requests()).toBe(1);
    await clock.run(2_000);
    expect(await loading).toBe(1);
    expect(requests()).toBe(2);
    stream.dispose();
  });

  it('has as long for older lines as a stream may be silent, and not only as long as connecting may take', async () => {
    const { clock, stream, answers } = setup({ connectTimeout: 3_000, stallTimeout: 20_000 });
    answers.push(new Promise(() => undefined));
    let failed: unknown;
    stream.loadOlder().catch((thrown: unknown) => (failed = thrown));
    await clock.run(19_000);
    expect(failed).toBeUndefined();
    await clock.run(2_000);
    expect(failed).toMatchObject({ kind: 'timeout' });
    stream.dispose();
  });
});
