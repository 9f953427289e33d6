// A user's test, outside of any test runner: MSW answers instead of a server, and nothing listens on a port.
import { createLogStream, prismq } from '@tailrace/core';
import { createTestClock, scenarios } from '@tailrace/mock-server';
import { createMockServer } from '@tailrace/mock-server/node';

async function main(): Promise<void> {
  const mock = createMockServer();
  mock.listen();
  mock.control.append('demo', 3);
  mock.control.complete('demo');
  const seen: string[] = [];
  for await (const item of createLogStream(prismq({ baseUrl: 'https://queue.example' }).run('demo')))
    seen.push(item.kind === 'log' ? item.message : item.reason);
  mock.close();
  console.log(seen.join(), createTestClock(1).now(), Object.hasOwn(scenarios, 'steady'));
}

void main();
