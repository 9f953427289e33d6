import { prismq, createLogStream } from '@tailrace/core';
import { createTestClock, type Scenario } from '@tailrace/mock-server';
import { createMockServer } from '@tailrace/mock-server/node';
import { expect, it, onTestFinished } from 'vitest';

const deploy: Scenario = {
  name: 'deploy',
  title: 'Deployment',
  summary: 'Rolls out to a few machines and fails on the last.',
  rate: 2,
  *tell(random) {
    const machines = random.int(2, 4);
    for (let i = 1; i <= machines; i++) yield { kind: 'line', line: { message: `machine ${i} is up` } };
    yield { kind: 'line', line: { message: 'health check failed', level: 'error' } };
    yield { kind: 'status', status: 'failed', exitCode: 1 };
  },
};

it('shows how the run ended', async () => {
  const clock = createTestClock();
  const mock = createMockServer({ scenario: deploy, seed: 7, clock });
  mock.listen();
  onTestFinished(() => mock.close());
  const stream = createLogStream(prismq({ baseUrl: 'https://runs.example.com' }).run('demo'));
  stream.connect();

  await clock.advance(10_000);
  await expect.poll(() => stream.getSnapshot().outcome).toBe('failed');
  expect(stream.getSnapshot().items.at(-1)).toMatchObject({ level: 'error', message: 'health check failed' });
  stream.dispose();
});
