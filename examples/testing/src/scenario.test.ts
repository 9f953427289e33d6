import { LogStreamingService } from '@tailrace/core';
import { tailraceHandlers } from '@tailrace/mock-server';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, it } from 'vitest';

const server = setupServer(...tailraceHandlers('history'));
beforeAll(() => server.listen({ onUnhandledFrame: 'bypass' }));
afterAll(() => server.close());

it('pages through a finished run', async () => {
  const service = new LogStreamingService('https://jobs.example.com');
  const { logs, pagination } = await service.getJobRunLogs('demo', 100, 4950);
  expect(logs).toHaveLength(50);
  expect(pagination?.total).toBe(5000);
});
