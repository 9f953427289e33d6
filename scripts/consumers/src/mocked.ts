// A user's own test, outside any test runner: MSW answers in the server's place, and nothing listens anywhere.
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
