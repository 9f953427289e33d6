import { stratal } from '@tailrace/core';
import { createMockWorker } from '@tailrace/mock-server/browser';
import { LogViewer } from '@tailrace/react';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { render } from 'vitest-browser-react';

const mock = createMockWorker({ scenario: 'none' });
beforeAll(() => mock.start());
afterAll(() => mock.stop());

it('shows the lines of a run as they are written', async () => {
  mock.control.append('demo', 3);
  const source = stratal({ baseUrl: 'https://jobs.example.com' }).jobRun('demo');
  const screen = await render(<LogViewer source={source} height="300px" />);
  await expect.element(screen.getByText('line 3', { exact: true })).toBeVisible();

  mock.control.append('demo', { message: 'disk nearly full', level: 'warn' });
  await expect.element(screen.getByText('disk nearly full')).toBeVisible();
});
