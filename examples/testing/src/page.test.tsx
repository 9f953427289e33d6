// @vitest-environment jsdom
import { createLogFeed } from '@tailrace/core';
import { LogViewer } from '@tailrace/react';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

afterEach(cleanup);

it('shows the lines of a run', async () => {
  const feed = createLogFeed();
  feed.append(['checking out', 'installing']);
  render(<LogViewer source={feed} height="300px" />);
  const patience = { timeout: 10_000 };
  expect(await screen.findByText('installing', {}, patience)).toBeDefined();

  feed.append([{ message: 'disk nearly full', level: 'warn' }]);
  const row = (await screen.findByText('disk nearly full', {}, patience)).closest('[data-tailrace="row"]');
  expect(row?.getAttribute('data-level')).toBe('warn');
});
