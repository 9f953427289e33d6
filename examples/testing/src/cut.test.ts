import { codespace, createLogStream } from '@tailrace/core';
import { demoToken } from '@tailrace/mock-server';
import { createMockServer, type MockServer } from '@tailrace/mock-server/node';
import { afterEach, beforeEach, expect, it } from 'vitest';

let mock: MockServer;
beforeEach(() => {
  mock = createMockServer();
  mock.listen();
});
afterEach(() => mock.close());

it('shows every line once, although the connection breaks and the token expires', async () => {
  let token = demoToken;
  const backend = codespace({ baseUrl: 'https://api.example.com', token: () => token });
  const stream = createLogStream(backend.task('demo'), { backoff: { base: 50 } });
  const messages = () => stream.getSnapshot().items.map((item) => 'message' in item && item.message);
  stream.connect();

  mock.control.append('demo', 2);
  await expect.poll(messages).toEqual(['line 1', 'line 2']);

  mock.control.cut();
  mock.control.setTokens('fresh');
  token = 'fresh';
  mock.control.append('demo', 2);
  mock.control.complete('demo');
  await expect.poll(() => stream.getSnapshot().status).toBe('complete');
  expect(messages()).toEqual(['line 1', 'line 2', 'line 3', 'line 4']);
  expect(stream.getSnapshot().ledger.gaps).toBe(0);

  const streams = mock.control.received().filter(({ kind }) => kind === 'sse');
  expect(streams).toMatchObject([
    { path: '/codespace/task/demo/logs/stream', authorised: true, status: 200 },
    { path: '/codespace/task/demo/logs/stream', authorised: true, status: 200 },
  ]);
  stream.dispose();
});
