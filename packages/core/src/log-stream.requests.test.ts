/** Servers that want more in a request than a URL: a body, another header, the token elsewhere. */
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { defineBackend } from './backends/custom.js';
import type { ListEndpoint } from './backends/definition.js';
import { LogStreamError } from './errors.js';
import { createLogStream } from './log-stream.js';
import { textsOf } from './testing/simulated-stream.js';
import { createVirtualClock } from './testing/virtual-clock.js';
import { startWebSocketPeer } from './transports/testing/websocket-peer.js';

interface Row {
  readonly id: string;
  readonly at: string;
  readonly text: string;
}
interface Answer {
  readonly errors?: readonly { readonly message: string }[];
  readonly data?: { readonly lines: readonly Row[]; readonly end: string | null };
}

const ROWS: readonly Row[] = [1, 2, 3, 4, 5].map((n) => ({
  id: `row ${n}`,
  at: new Date(n * 10_000).toISOString(),
  text: String(n),
}));

const lines = (after: string | null): ListEndpoint => ({
  path: '/graphql',
  token: { header: 'X-Api-Key' },
  headers: { 'X-Tenant': 'blue' },
  body: { query: 'query ($after: ID) { lines(after: $after) { id at text } }', variables: { after } },
  rows(body) {
    const { data, errors = [] } = body as Answer;
    if (!data) throw new LogStreamError('unauthorized', errors.map(({ message }) => message).join());
    return data.lines;
  },
  next(body) {
    const end = (body as Answer).data?.end ?? null;
    return end === null ? undefined : lines(end);
  },
});

const graph = defineBackend<Row>({
  name: 'graph',
  transports: ['sse', 'polling'],
  identity: 'id',
  line: ({ id, at, text }) => ({ id, timestamp: at, message: text }),
  live: () => ({ path: '/live', token: { header: 'X-Api-Key' }, headers: { 'X-Tenant': 'blue' } }),
  start: () => lines(null),
  catchUp: () => lines(null),
  download: () => ({ path: '/file', filename: 'log.txt', headers: { 'X-Tenant': 'blue' } }),
});

/** Answers with two lines a page. */
function answer(init: RequestInit): Answer {
  const { variables } = JSON.parse(init.body as string) as { variables: { after: string | null } };
  const from = ROWS.findIndex(({ id }) => id === variables.after) + 1;
  const page = ROWS.slice(from, from + 2);
  return { data: { lines: page, end: from + 2 < ROWS.length ? (page.at(-1)?.id ?? null) : null } };
}

function open(key: string, transport: 'sse' | 'polling') {
  const clock = createVirtualClock();
  const sent: { readonly url: string; readonly init: RequestInit }[] = [];
  const stream = createLogStream(graph({ baseUrl: 'http://graph.test', token: key }).log(), {
    clock,
    transport,
    fetch: (input, init = {}) => {
      sent.push({ url: input as string, init });
      const headers = init.headers as Record<string, string>;
      if (headers['X-Api-Key'] !== 'abcdef')
        return Promise.resolve(Response.json({ errors: [{ message: 'Use your key.' }] }));
      if (init.method === 'POST') return Promise.resolve(Response.json(answer(init)));
      const type = { 'content-type': 'text/event-stream' };
      return Promise.resolve(new Response(new ReadableStream(), { headers: type }));
    },
  });
  stream.connect();
  return { clock, stream, sent };
}

it('a list is read with a POST request, page by page, although all pages have one address', async () => {
  const { clock, stream, sent } = open('abcdef', 'polling');
  await clock.run(1_000);
  expect(textsOf(stream.getSnapshot().items)).toEqual(['1', '2', '3', '4', '5']);
  expect(sent.map(({ url }) => url)).toEqual(Array.from({ length: 3 }, () => 'http://graph.test/graphql'));
  expect(sent[0]?.init).toMatchObject({
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Tenant': 'blue', 'X-Api-Key': 'abcdef' },
  });
  stream.dispose();
});

it('a live stream is opened with the same headers', async () => {
  const { clock, stream, sent } = open('abcdef', 'sse');
  await clock.run(1_000);
  expect(stream.getSnapshot().status).toBe('live');
  expect(sent.find(({ url }) => url.endsWith('/live'))?.init).toMatchObject({
    headers: { Accept: 'text/event-stream', 'X-Tenant': 'blue', 'X-Api-Key': 'abcdef' },
  });
  stream.dispose();
});

it('an error in a response with status 200 is what the definition makes of it', async () => {
  const { clock, stream } = open('old', 'polling');
  await clock.run(1_000);
  expect(stream.getSnapshot()).toMatchObject({
    status: 'failed',
    error: { kind: 'unauthorized', message: 'Use your key.', retryable: false },
  });
  stream.dispose();
});

it('a WebSocket subscribes as soon as it is open, whenever it is opened', async () => {
  const peer = await startWebSocketPeer();
  onTestFinished(() => peer.stop());
  const radio = defineBackend<string>({
    name: 'radio',
    transports: ['websocket'],
    frames: 'text',
    identity: 'align',
    liveStart: 'tail',
    line: (message) => ({ message }),
    live: ({ id }) => ({
      path: '/',
      token: 'none',
      firstMessage: (token) => JSON.stringify({ subscribe: id, token }),
      replayLines: 0,
    }),
  });
  const source = radio({ baseUrl: new URL(peer.url()).origin, token: 'abcdef' }).log('news');
  const stream = createLogStream(source, { backoff: { base: 0 } });
  stream.connect();
  const heard: string[] = [];
  for (const line of ['one', 'two']) {
    const socket = await peer.nextSocket();
    const [message] = (await once(socket, 'message')) as [Buffer];
    heard.push(message.toString());
    socket.send(line);
    await expect.poll(() => textsOf(stream.getSnapshot().items).at(-1)).toBe(line);
    socket.terminate();
  }
  expect(heard).toEqual(Array.from({ length: 2 }, () => '{"subscribe":"news","token":"abcdef"}'));
  stream.dispose();
});
